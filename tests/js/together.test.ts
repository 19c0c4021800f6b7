import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, newDraft } from "../../static/src/js/houses/drafts";
import { Together } from "../../static/src/js/houses/together";

Object.assign(globalThis, { document: { documentElement: { dataset: {}, lang: "en" } } });

const page = (typed: string): HTMLElement =>
  ({
    addEventListener: () => undefined,
    querySelectorAll: () => [],
    querySelector: (wanted: string) => (wanted === "[data-together-names]" ? { value: typed } : null),
  }) as unknown as HTMLElement;

test("a brother's or sister's name goes with what was made together, and with nothing else", () => {
  const draft = newDraft("good", "set", "GOOD_1", "sibling");
  new Together(page("  Yusuf ")).mark(draft, "sibling");
  assert.equal(contentOf(draft, null).together, "Yusuf");
  const alone = newDraft("good", "set", "GOOD_1", "alone");
  new Together(page("Yusuf")).mark(alone, "alone");
  assert.equal(contentOf(alone, null).together, "");
});

test("what was begun together stays so when one child goes on with it alone", () => {
  const draft = newDraft("good", "set", "GOOD_1", "sibling");
  draft.words = "we both";
  draft.together = "Yusuf";
  new Together(page("")).mark(draft, "alone");
  assert.equal(draft.with, "sibling");
  assert.equal(draft.together, "Yusuf");
});
