import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { uuid7 } from "../../static/src/js/houses/ids";
import * as sealing from "../../static/src/js/houses/sealing";
import type { Content } from "../../static/src/js/houses/types";

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const content: Content = {
  v: 2, house: "wish", template: "three_houses", name: "", sign: "", paper: "", things: [], voice: [], files: [], said: "",
  band: "mid", language: "en", typed_by: "", own_words: true, together: "", words: "I wish Dad came to the boat. میری خواہش 🚣", prompt: "WISH_1", with: "alone", share: null,
  strokes: [{ c: "fern", w: 12, p: [1, 2, 3, 4] }], read_back: true,
};

async function open(pair: CryptoKeyPair, box: sealing.Sealed, owner: string, id: string, rev: number) {
  const recipient = await suite.createRecipientContext({
    recipientKey: pair.privateKey,
    enc: sealing.fromBase64url(box.enc).buffer,
    info: new TextEncoder().encode(sealing.binding(owner, id, rev)).buffer,
  });
  return new TextDecoder().decode(await recipient.open(sealing.fromBase64url(box.ct).buffer));
}

async function fresh() {
  const pair = await suite.kem.generateKeyPair();
  const raw = await suite.kem.serializePublicKey(pair.publicKey);
  return { pair, key: await sealing.importPublicKey(sealing.toBase64url(new Uint8Array(raw))) };
}

test("what is sealed opens with the private key and is exactly what she made", async () => {
  const { pair, key } = await fresh();
  const box = await sealing.seal(key, "owner", "id", 3, content);
  assert.deepEqual(JSON.parse(await open(pair, box, "owner", "id", 3)), content);
});

test("bound to owner, id and revision", async () => {
  const { pair, key } = await fresh();
  const box = await sealing.seal(key, "owner", "id", 3, content);
  for (const [owner, id, rev] of [["other", "id", 3], ["owner", "other", 3], ["owner", "id", 4]] as const)
    await assert.rejects(open(pair, box, owner, id, rev));
});

test("padded: one word more does not show in the size", async () => {
  const { key } = await fresh();
  const one = await sealing.seal(key, "o", "i", 1, content);
  const two = await sealing.seal(key, "o", "i", 1, { ...content, words: `${content.words} more` });
  assert.equal(one.ct.length, two.ct.length);
  assert.equal(sealing.plaintext(content).length % 1024, 0);
  assert.notEqual(one.ct, two.ct);
});

test("half a surrogate pair becomes U+FFFD, whole pairs stay", () => {
  assert.equal(sealing.wellFormed("a\uD83D b\uDEA3 🚣"), "a\uFFFD b\uFFFD 🚣");
});

test("ids are UUIDv7: time first", () => {
  const id = uuid7(Date.UTC(2026, 10, 22));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), Date.UTC(2026, 10, 22));
});

test("the box in tests/unit/hpke_vector.json, opened by Python there, opens here too", async () => {
  const vector = JSON.parse(readFileSync("tests/unit/hpke_vector.json", "utf8")) as Record<string, string> & { rev: number };
  const jwk = JSON.parse(vector["private_jwk"] ?? "") as JsonWebKey;
  const privateKey = await suite.kem.importKey("jwk", jwk, false);
  const box = { enc: vector["enc"] ?? "", ct: vector["ct"] ?? "" };
  const pair = { privateKey, publicKey: privateKey };
  const text = await open(pair, box, vector["owner"] ?? "", vector["id"] ?? "", vector.rev);
  assert.deepEqual(JSON.parse(text), JSON.parse(vector["plain"] ?? ""));
});
