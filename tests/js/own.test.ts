import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDB } from "idb";
import { Mine } from "../../static/src/js/houses/mine";
import { OwnPhone, partHere } from "../../static/src/js/houses/own";

const PART = "A".repeat(43);
const OTHER = "B".repeat(43);

test("the part is read from its cookie, plain or bound to the host; anything else is none", () => {
  assert.deepEqual(partHere("heard-phone=x; heard-part=0-a.b_C; y=z"), { owner: "0-a", part: "b_C" });
  assert.deepEqual(partHere("__Host-heard-part=0-a.b_C"), { owner: "0-a", part: "b_C" });
  for (const none of ["", "heard-part=", "heard-part=abc", "xheard-part=a.b"]) assert.equal(partHere(none), null);
});

test("what is kept opens again with the same part, and says nothing of itself on the phone", async () => {
  const own = await OwnPhone.open("zara", PART, "own-1");
  await own.keep("draft", "d1", { words: "zebra kettle" });
  await own.keep("draft", "d1", { words: "zebra kettle two" });
  await own.keep("sent", "s1", { words: "sent" });
  own.close();
  const again = await OwnPhone.open("zara", PART, "own-1");
  assert.deepEqual(await again.all("draft"), [{ words: "zebra kettle two" }]);
  assert.deepEqual(await again.names("sent"), ["s1"]);
  await again.drop("draft", "d1");
  assert.deepEqual(await again.all("draft"), []);
  const rows = await (await openDB("own-1")).getAll("records");
  assert.equal(rows.length, 1);
  assert.equal(rows[0].ct.byteLength, 1024 + 16);
  assert.ok(!new TextDecoder().decode(rows[0].ct).includes("sent"));
});

test("another part opens nothing: what it cannot open is deleted and a new key begins", async () => {
  const own = await OwnPhone.open("zara", PART, "own-2");
  await own.keep("sent", "s1", { words: "x" });
  own.close();
  const stopped = await OwnPhone.open("zara", OTHER, "own-2");
  assert.deepEqual(await stopped.all("sent"), []);
  stopped.close();
  assert.deepEqual(await (await OwnPhone.open("zara", PART, "own-2")).names("sent"), []);
});

test("a sister's records are not hers: not opened, not deleted; wiping takes one child's alone", async () => {
  const zara = await OwnPhone.open("zara", PART, "own-3");
  await zara.keep("draft", "d", "hers");
  const aisha = await OwnPhone.open("aisha", PART, "own-3");
  assert.deepEqual(await aisha.all("draft"), []);
  await aisha.keep("draft", "d", "aisha's");
  aisha.close();
  await OwnPhone.wipe("aisha", "own-3");
  assert.deepEqual(await zara.all("draft"), ["hers"]);
});

test("a record moved to another name or changed does not open", async () => {
  const own = await OwnPhone.open("zara", PART, "own-4");
  await own.keep("sent", "a", "first");
  await own.keep("sent", "b", "second");
  const db = await openDB("own-4");
  const [a, b] = await db.getAll("records");
  await db.put("records", { ...a, iv: b.iv, ct: b.ct });
  assert.deepEqual(await own.all("sent"), ["second"]);
});

test("her own history stays when the server has less: the live store was emptied after the record took it in", async () => {
  const one = (id: string) => ({ id, set_id: id, made_at: "2026-11-20T16:30:00+00:00", content: { words: id } });
  Object.assign(globalThis, {
    document: { cookie: `heard-part=zara.${PART}` },
    fetch: async () => new Response(JSON.stringify({ entries: [one("s2")], more: false }), { headers: { "Content-Type": "application/json" } }),
  });
  const before = await OwnPhone.open("zara", PART);
  await before.keep("sent", "s1", one("s1"));
  before.close();
  const mine = new Mine();
  assert.ok(await mine.open("zara"));
  await mine.refresh([]);
  assert.deepEqual((await mine.sent()).map((sent) => sent.id), ["s1"]);
  await mine.refresh([{ id: "s2", house: "good", state: "arrived", text: "" }]);
  assert.deepEqual((await mine.sent()).map((sent) => sent.id).sort(), ["s1", "s2"]);
});
