import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { CipherSuite, Aes256Gcm, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { type Draft, Keeper, newDraft } from "../../static/src/js/houses/drafts";
import type { Item } from "../../static/src/js/houses/types";

// What the module asks of a page.
Object.assign(globalThis, { navigator: { onLine: true }, window: globalThis, document: { documentElement: { dataset: {}, lang: "en" } } });

async function keeper(keep: (item: Item) => Promise<boolean>): Promise<{ one: Keeper; draft: Draft }> {
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const { publicKey } = await suite.kem.generateKeyPair();
  const none = (): void => undefined;
  const parts = { owner: "zara", keyId: "k", key: publicKey, signedIn: true, keep, kept: none, keeping: none, failed: none };
  const one = new Keeper(parts);
  const draft = newDraft("good", "set", "GOOD_1", "alone");
  one.open(draft);
  return { one, draft };
}

test("who types without a pause is kept every second", async () => {
  const kept: Item[] = [];
  const { one, draft } = await keeper((item) => Promise.resolve(kept.push(item) > 0));
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    for (let letter = 0; letter < 40; letter += 1) {
      draft.words += "a";
      one.change(true);
      mock.timers.tick(100);
      // Sealing goes on beside the clock that stands still.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    }
  } finally {
    mock.timers.reset();
  }
  await one.sealNow();
  assert.ok(kept.length >= 3, `kept ${kept.length} times in four seconds of typing`);
  assert.deepEqual(kept.map((item) => item.rev), kept.map((_item, at) => at + 1));
});

test("what another tab sent goes on as an entry of its own", async () => {
  const kept: Item[] = [];
  const { one, draft } = await keeper((item) => Promise.resolve(kept.push(item) > 0));
  draft.words = "once";
  one.change();
  await one.sealNow();
  one.asNew();
  draft.words = "once and more";
  one.change();
  await one.sealNow();
  assert.equal(new Set(kept.map((item) => item.id)).size, 2);
  assert.equal(kept.at(-1)?.rev, 1);
});
