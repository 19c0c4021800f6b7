import assert from "node:assert/strict";
import { test } from "node:test";
import { Names } from "../../static/src/js/houses/names";
import { boxOf, linesOf, sizeOf } from "../../static/src/js/houses/picture";
import { Sheet } from "../../static/src/js/houses/sheet";
import { spotsFor } from "../../static/src/js/houses/spots";
import type { Size, Sticker, Thing } from "../../static/src/js/houses/types";
import type { Words } from "../../static/src/js/houses/words";

const sticker = (n: string, x: number, y: number, s: Size = 3, said?: string): Sticker =>
  ({ id: `${n}${x}`, k: "sticker", n, x, y, s, ...(said === undefined ? {} : { said }) });
const spot = (thing: Thing, things: Thing[], key: string, next?: Thing) =>
  spotsFor(thing, things).find((each) => each.key === key && each.thing === (next ?? null));

test("words are cut into lines as the server cuts them (tests/unit/test_picture.py has the same)", () => {
  assert.deepEqual(linesOf("my bed", 3), ["my bed"]);
  assert.deepEqual(linesOf("one two three four five six", 5), ["one two", "three four", "five six"]);
  assert.deepEqual(linesOf("abcdefghijklmnop", 5), ["abcdefghijkl", "mnop"]);
  assert.deepEqual(linesOf("a\nb", 1), ["a", "b"]);
  assert.deepEqual(linesOf("", 1), [""]);
});

test("a thing lies round its middle; words are as wide as they are long", () => {
  assert.deepEqual(boxOf(sticker("dog", 500, 600)), { left: 400, top: 500, right: 600, bottom: 700 });
  const words = { id: "w", k: "words" as const, t: "my bed", c: "ink" as const, x: 0, y: 0, s: 1 as const };
  assert.ok(sizeOf({ ...words, t: "my very big bed" }).wide > sizeOf(words).wide);
});

test("in the house is in the house that was put there, or else in the paper; outside is not in it", () => {
  const dog = sticker("dog", 100, 100);
  const house = sticker("house", 500, 600, 5);
  const inPaper = spot(dog, [dog], "in_house");
  assert.ok(inPaper && inPaper.x === 500);
  const inHouse = spot(dog, [dog, house], "place_in", house);
  const box = boxOf(house);
  assert.ok(inHouse && inHouse.x > box.left && inHouse.x < box.right && inHouse.y < box.bottom);
  const outside = spot(dog, [dog, house], "outside");
  assert.ok(outside && (outside.x > box.right || outside.x < box.left));
  assert.equal(spot(dog, [dog, house], "in_house"), undefined);
});

test("next to somebody is beside them, on the side with room, and on the paper", () => {
  const dog = sticker("dog", 500, 600);
  for (const [x, side] of [[100, 1], [900, -1]] as const) {
    const mum = sticker("mum", x, 600);
    const found = spot(dog, [dog, mum], "next_to", mum);
    assert.ok(found && Math.sign(found.x - x) === side && Math.abs(found.x - x) === 210, `${found?.x}`);
  }
  assert.equal(spotsFor(dog, [dog]).filter((each) => each.key === "next_to").length, 0);
});

test("a thing has her name, its place, and its number among all", () => {
  const dog = sticker("dog", 500, 650, 1, "Rex");
  const house = sticker("house", 500, 600, 5);
  const sheet = new Sheet([], [dog, house]);
  const words = { say: (key: string, places: Record<string, string> = {}) => `${key}(${Object.values(places).join("|")})` } as Words;
  const names = new Names(words, () => sheet, (colour) => colour, (code) => code);
  const [first, second] = sheet.things();
  assert.ok(first && second);
  assert.equal(names.whole(first), "thing_name(Rex|place_in_the(house)|1|2)");
  assert.equal(names.whole(second), "thing_name(house|place_c()|2|2)");
  assert.equal(names.with("next_to", first), "next_to(Rex)");
});
