import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Standing } from "../../static/src/js/houses/api";
import { sweepParts } from "../../static/src/js/houses/attachments";
import { uuid7 } from "../../static/src/js/houses/ids";
import { PART, partBinding, sealParts } from "../../static/src/js/houses/parts";
import * as sealing from "../../static/src/js/houses/sealing";
import { Store } from "../../static/src/js/houses/store";
import type { FileOf, Item, Part } from "../../static/src/js/houses/types";
import { postWithParts } from "../../static/src/js/houses/uploads";

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const HEAD = 37;
const DAY = 24 * 3600 * 1000;
let names = 0;
let store: Store;
let server: Server;
let pair: CryptoKeyPair;
let key: CryptoKey;

async function opened(part: Part): Promise<Uint8Array> {
  const info = new TextEncoder().encode(partBinding(part.owner, part.entry, part.id, part.number, part.count)).buffer;
  const enc = sealing.fromBase64url(part.enc).buffer;
  const recipient = await suite.createRecipientContext({ recipientKey: pair.privateKey, enc, info });
  return new Uint8Array(await recipient.open(part.ct.buffer));
}

type Fault = "before" | "after" | number;

/** Opens each part as the real one does, and counts an entry when all it names is whole with the right hash. */
class Server {
  readonly parts = new Map<string, Map<number, Uint8Array>>();
  readonly whole = new Map<string, string>();
  readonly entries = new Map<string, number>();
  readonly files = new Map<string, FileOf[]>();
  faults: Fault[] = [];
  posts = 0;

  private cut(): Standing<never> | null {
    this.posts += 1;
    const fault = this.faults.shift();
    if (fault === "before") throw new TypeError("network");
    return typeof fault === "number" ? { status: fault, message: `said ${fault}`, state: "", missing: [] } : null;
  }
  private lost(): boolean {
    if (this.faults[0] !== "after") return false;
    this.faults.shift();
    return true;
  }

  postPart = async (part: Part): Promise<Standing<number>> => {
    const refused = this.cut();
    if (refused !== null) return refused;
    const plain = await opened(part);
    const size = new DataView(plain.buffer).getUint32(1);
    const mine = this.parts.get(part.id) ?? new Map<number, Uint8Array>();
    mine.set(part.number, plain.subarray(HEAD, HEAD + Math.min(PART, size - part.number * PART)));
    this.parts.set(part.id, mine);
    const missing = Array.from({ length: part.count }, (_, at) => at).filter((at) => !mine.has(at));
    if (missing.length === 0) this.finish(part.id, part.count, mine);
    if (this.lost()) throw new TypeError("network");
    return { status: 200, message: "", state: missing.length === 0 ? "kept" : "coming", missing };
  };

  private finish(id: string, count: number, mine: Map<number, Uint8Array>): void {
    const hash = createHash("sha256");
    for (let at = 0; at < count; at += 1) hash.update(mine.get(at) ?? new Uint8Array());
    this.whole.set(id, hash.digest("hex"));
  }

  postEntry = async (item: Item): Promise<Standing<string>> => {
    const refused = this.cut();
    if (refused !== null) return refused;
    const missing = (this.files.get(item.id) ?? []).filter((file) => this.whole.get(file.id) !== file.sha256);
    if (missing.length === 0) this.entries.set(item.id, 1);
    if (this.lost()) throw new TypeError("network");
    const state = missing.length === 0 ? "arrived" : "on_its_way";
    return { status: 200, message: "", state, missing: missing.map((file) => file.id) };
  };
}

function ways(refused: [string, string][] = []) {
  return {
    store,
    postPart: server.postPart,
    postEntry: server.postEntry,
    refused: (id: string, message: string) => void refused.push([id, message]),
    lost: () => "lost",
  };
}

function bytes(size: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) & 255);
}

async function attach(entry: string, id: string, size: number, seed = 1): Promise<FileOf> {
  const blob = new Blob([bytes(size, seed)]);
  const { file, parts } = await sealParts({ owner: "zara", keyId: "k", key, entry, id }, "photo", blob);
  await store.keepParts(parts);
  server.files.set(entry, [...(server.files.get(entry) ?? []), file]);
  return file;
}

function item(id: string, files: string[], kind: Item["kind"] = "send"): Item {
  return {
    id, rev: 1, owner: "zara", kind, set_id: "s", key_id: "k", enc: "e", ct: "c", made_at: "2026-11-22T10:00:00Z",
    saved_offline: false, signed_in: true, uploaded_rev: 0, files,
  };
}

beforeEach(async () => {
  store = await Store.open(`home-parts-${(names += 1)}`);
  server = new Server();
  pair = await suite.kem.generateKeyPair();
  const raw = await suite.kem.serializePublicKey(pair.publicKey);
  key = await sealing.importPublicKey(sealing.toBase64url(new Uint8Array(raw)));
});

test("cut, sealed, opened and joined again: the same bytes and the same hash", async () => {
  for (const size of [1, PART - 1, PART, PART + 1, 2 * PART + 5]) {
    const file = await attach(`e${size}`, `a${size}`, size);
    assert.equal(file.bytes, size);
    assert.equal(file.sha256, createHash("sha256").update(bytes(size, 1)).digest("hex"));
    await postWithParts(ways(), item(`e${size}`, [file.id]), "csrf");
    assert.equal(server.whole.get(file.id), file.sha256);
  }
});

test("a part is at most 256 KB, bound to its place, and a short one is padded", async () => {
  await attach("e", "a", PART + 10);
  await attach("e", "b", 10);
  const [first, last, short] = [await store.part("a", 0), await store.part("a", 1), await store.part("b", 0)];
  assert.ok(first && last && short);
  assert.ok(first.ct.length <= 256 * 1024);
  assert.equal(last.ct.length, short.ct.length);
  await assert.rejects(opened({ ...last, number: 0 }));
  await assert.rejects(opened({ ...last, entry: "other" }));
});

test("nothing readable lies on the phone", async () => {
  const blob = new Blob(["CANARY ".repeat(100)]);
  const { parts } = await sealParts({ owner: "o", keyId: "k", key, entry: "e", id: "a" }, "voice", blob);
  await store.keepParts(parts);
  const kept = await store.part("a", 0);
  assert.ok(kept);
  assert.ok(!Buffer.from(kept.ct).toString("latin1").includes("CANARY"));
  assert.deepEqual(Object.keys(kept).sort(), ["count", "ct", "enc", "entry", "id", "key_id", "number", "owner"]);
});

test("the attachments go first, then the entry; afterwards no part is on the phone", async () => {
  const [one, two] = [await attach("e", "a", PART + 1), await attach("e", "b", 50)];
  const reply = await postWithParts(ways(), item("e", [one.id, two.id]), "csrf");
  assert.equal(reply.status, 200);
  assert.equal(server.entries.get("e"), 1);
  assert.equal(server.posts, 4);
  assert.deepEqual(await store.attachments(), []);
});

test("resumed after a cut: the parts that are there are not sent again", async () => {
  const file = await attach("e", "a", 3 * PART);
  server.faults = ["after", "before"];
  await assert.rejects(postWithParts(ways(), item("e", [file.id]), "csrf"));
  assert.equal((await store.partNumbers("a")).length, 3);
  server.faults = [];
  const before = server.posts;
  assert.equal((await postWithParts(ways(), item("e", [file.id]), "csrf")).status, 200);
  assert.ok(server.posts - before <= 4);
  assert.equal(server.whole.get("a"), file.sha256);
});

test("an entry that names what is not whole is not an arrival; what is nowhere is told", async () => {
  const file = await attach("e", "a", 10);
  const forgotten = { ...item("e", []) };
  assert.equal((await postWithParts(ways(), forgotten, "csrf")).status, 599);
  await store.removeParts(file.id);
  assert.deepEqual(await postWithParts(ways(), forgotten, "csrf"), { status: 422, message: "lost" });
  assert.equal(server.entries.size, 0);
});

test("refused: a sent entry stops and stays, a draft's words go on", async () => {
  const [bad, good] = [await attach("e", "a", 10), await attach("e", "b", 10)];
  const told: [string, string][] = [];
  server.faults = [422];
  const sent = await postWithParts(ways(told), item("e", [bad.id, good.id]), "csrf");
  assert.deepEqual([sent.status, server.entries.size, told], [422, 0, [["a", "said 422"]]]);
  server.faults = [422];
  const draft = await postWithParts(ways(told), item("e", [bad.id, good.id], "draft"), "csrf");
  assert.notEqual(draft.status, 422);
  assert.deepEqual(await store.partNumbers("a"), [0]);
});

for (const status of [401, 409, 429, 503])
  test(`${status} for a part is the answer for the whole: nothing is lost`, async () => {
    const file = await attach("e", "a", PART + 1);
    server.faults = [status];
    assert.equal((await postWithParts(ways(), item("e", [file.id]), "csrf")).status, status);
    assert.equal((await store.partNumbers("a")).length, 2);
  });

test("another tab took a part meanwhile: the entry decides", async () => {
  const file = await attach("e", "a", 2 * PART);
  const part = store.part.bind(store);
  store.part = async (id, number) => (number === 1 ? undefined : part(id, number));
  server.whole.set("a", file.sha256);
  assert.equal((await postWithParts(ways(), item("e", [file.id]), "csrf")).status, 200);
});

test("parts that nothing names are swept a day later; what an item names stays", async () => {
  const [old, young, named] = [uuid7(Date.now() - 2 * DAY), uuid7(), uuid7(Date.now() - 60 * DAY)];
  for (const id of [old, young, named]) await attach("e", id, 10);
  await store.keep(item("e", [named]));
  await sweepParts(store);
  assert.deepEqual((await store.attachments()).map(({ id }) => id).sort(), [young, named].sort());
});

test("10 entries with 4 attachments, flipped 20 times: each hash equal, each entry once", async () => {
  const kinds: Fault[] = ["before", "after", 500, 503, "after", 502];
  const items: Item[] = [];
  for (let at = 0; at < 10; at += 1) {
    const files: string[] = [];
    for (let n = 0; n < 4; n += 1) files.push((await attach(`e${at}`, `e${at}-${n}`, n === 3 ? PART + at : 100 + at, at * 4 + n)).id);
    items.push(item(`e${at}`, files));
  }
  server.faults = Array.from({ length: 20 }, (_, at) => kinds[(at * 5) % kinds.length] ?? "before");
  const left = new Set(items);
  for (let round = 0; round < 60 && left.size > 0; round += 1)
    for (const one of [...left]) {
      const reply = await postWithParts(ways(), one, "csrf").catch(() => ({ status: 0 }));
      if (reply.status === 200) left.delete(one);
    }
  assert.equal(left.size, 0);
  const all = [...server.files.values()].flat();
  assert.equal(all.length, 40);
  assert.equal(all.filter((file) => server.whole.get(file.id) === file.sha256).length, 40);
  assert.equal(server.entries.size, 10);
  assert.deepEqual(await store.attachments(), []);
});
