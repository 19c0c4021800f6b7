import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { freeSign, remember } from "../../static/src/js/houses/enrol";
import { noteBinding } from "../../static/src/js/houses/sealing";
import { Store } from "../../static/src/js/houses/store";
import type { Item } from "../../static/src/js/houses/types";

const SIGNS = ["fox", "cat", "owl"];

function note(id: string, owner: string): Item {
  const sealed = { key_id: "k", enc: "e", ct: "c", made_at: `2026-01-0${id}T00:00:00Z` };
  return { id, rev: 1, owner, kind: "send", set_id: "", ...sealed, saved_offline: true, signed_in: false, uploaded_rev: 0 };
}

test("no two children on a phone get the same animal", () => {
  assert.equal(freeSign("cat", SIGNS, []), "cat");
  assert.equal(freeSign("cat", SIGNS, ["cat"]), "fox");
  assert.equal(freeSign("cat", SIGNS, SIGNS), "cat");
});

test("a phone of an earlier release keeps its children and gets a place for notes", async () => {
  const old = await new Promise<IDBDatabase>((done) => {
    const asked = indexedDB.open("upgrade", 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of [["owners", "owner"], ["items", "id"], ["keys", "key_id"], ["probe", "id"]])
        asked.result.createObjectStore(name as string, { keyPath: keyPath as string });
      asked.transaction?.objectStore("owners").put({ owner: "zara", sign: "boat" });
      asked.transaction?.objectStore("items").put(note("1", "zara"));
    };
    asked.onsuccess = () => done(asked.result);
  });
  old.close();
  const store = await Store.open("upgrade");
  assert.equal((await store.items()).length, 1);
  assert.deepEqual(await store.notes("zara"), []);
  const root = { dataset: { signs: SIGNS.join(" ") } } as unknown as HTMLElement;
  await remember(root, store, "zara", "owl");
  assert.equal((await store.owner("zara"))?.sign, "owl");
  store.close();
});

test("notes lie apart from entries, each child's own, oldest first", async () => {
  const store = await Store.open("apart");
  for (const one of [note("2", "a"), note("1", "a"), note("3", "b")]) await store.keepNote(one);
  assert.deepEqual((await store.notes("a")).map((one) => one.id), ["1", "2"]);
  assert.deepEqual(await store.items(), []);
  await store.removeNote("1");
  assert.deepEqual((await store.notes("a")).map((one) => one.id), ["2"]);
  store.close();
});

test("a note is bound to its child and its id", () => {
  assert.equal(noteBinding("o", "i"), "heard/note/v1|o|i|1");
});
