import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServerDraft } from "../../static/src/js/houses/api";
import { Begun } from "../../static/src/js/houses/begun";
import { contentOf, fromServer, newDraft } from "../../static/src/js/houses/drafts";
import { Store } from "../../static/src/js/houses/store";
import type { Content, Item } from "../../static/src/js/houses/types";

Object.assign(globalThis, { document: { documentElement: { lang: "en", dataset: { band: "mid" } } } });

/** As an app of the first version kept it: words and lines, and nothing that came later. */
const FIRST = {
  v: 1, house: "worry", words: "Mornings.", strokes: [{ c: "damson", w: 12, p: [10, 20, 30, 40] }],
  prompt: "WORRY_1", with: "alone", share: null, read_back: false,
};
function draft(id: string, content: object, about: Partial<ServerDraft> = {}): ServerDraft {
  return { id, rev: 3, set_id: "s", content: content as Content, signed_in: true, ...about };
}
function item(id: string, about: Partial<Item> = {}): Item {
  return {
    id, rev: 3, owner: "zara", kind: "draft", set_id: "s", key_id: "k", enc: "e", ct: "c", made_at: "2026-11-22T10:00:00Z",
    saved_offline: false, signed_in: true, uploaded_rev: 3, ...about,
  };
}

test("what an app of the first version began opens whole, and goes on as a thing of this version", () => {
  const opened = fromServer(draft("a", FIRST), 3);
  assert.deepEqual([opened.words, opened.sheet.all().length, opened.template], ["Mornings.", 1, "three_houses"]);
  const again = contentOf(opened, null);
  assert.deepEqual([again.v, again.words, again.strokes.length, again.things, again.voice], [2, "Mornings.", 1, [], []]);
});

test("what a newer app began is not opened here, so nothing of it is dropped; it stays with us and on the phone", async () => {
  const store = await Store.open("begun-1");
  for (const id of ["new", "ours", "ended"]) await store.keep(item(id));
  const newer = { ...contentOf(newDraft("good", "s", "GOOD_1", "alone"), null), v: 3, smell: "of toast" };
  const begun = new Begun();
  await begun.take([draft("new", newer), draft("ours", { ...FIRST, house: "good" })], "zara", store);
  assert.equal(begun.hasNewer(), true);
  assert.deepEqual(begun.unsent().map((one) => one.id), ["ours"]);
  assert.deepEqual((await store.items()).map((one) => one.id).sort(), ["new", "ours"]);
  const own = new Begun();
  own.takeOwn([draft("new", newer), draft("ours", FIRST)], await store.items(), false);
  assert.deepEqual([own.hasNewer(), own.unsent().map((one) => one.id)], [true, ["ours"]]);
});

test("a page says which revision of a draft it was given; its own copy keeps saying so without a network", () => {
  const given = fromServer(draft("a", FIRST), 5);
  assert.equal(given.saw, 3);
  const kept = fromServer(draft("a", FIRST, { rev: 9, page: "another-page", saw: 2 }), 9);
  assert.deepEqual([kept.page, kept.saw, kept.rev], ["another-page", 2, 9]);
  assert.equal(newDraft("good", "s", "GOOD_1", "alone").saw, 0);
});
