import assert from "node:assert/strict";
import { test } from "node:test";
import { POINT_CAP, Sheet } from "../../static/src/js/houses/sheet";
import { area, bounds, fills, inside, place, touches } from "../../static/src/js/houses/strokes";
import type { Label, Stroke } from "../../static/src/js/houses/types";

function line(strokes: Sheet, ...points: [number, number][]) {
  const [first = [0, 0], ...rest] = points;
  strokes.begin("damson", 12, { x: first[0], y: first[1] });
  for (const [x, y] of rest) strokes.extend({ x, y });
  return strokes.end();
}

test("a line keeps every point, rounded and on the sheet", () => {
  const strokes = new Sheet();
  line(strokes, [1.4, 2.6], [1.4, 2.6], [-50, 5000]);
  assert.deepEqual(strokes.all(), [{ c: "damson", w: 12, p: [1, 3, 0, 1200] }]);
});

test("what is undone is not in the drawing, and a new line destroys it", () => {
  const strokes = new Sheet();
  const first = line(strokes, [10, 10], [20, 20]);
  strokes.undo();
  assert.deepEqual(strokes.all(), []);
  assert.equal(strokes.canRedo(), true);
  line(strokes, [30, 30]);
  assert.equal(strokes.canRedo(), false);
  assert.deepEqual(first?.p, []);
  assert.equal(strokes.redo(), null);
});

test("redo brings the last undone line back until it is destroyed", () => {
  const strokes = new Sheet();
  line(strokes, [10, 10]);
  strokes.undo();
  strokes.redo();
  assert.equal(strokes.all().length, 1);
  strokes.undo();
  strokes.forgetUndone();
  strokes.redo();
  assert.equal(strokes.all().length, 0);
});

test("the rubber removes the line touched for good: no undo, no redo", () => {
  const strokes = new Sheet();
  const gone = line(strokes, [100, 100], [200, 100]);
  line(strokes, [500, 500], [600, 500]);
  assert.equal(strokes.rubAt({ x: 150, y: 112 }, 20), true);
  assert.equal(strokes.rubAt({ x: 900, y: 900 }, 20), false);
  assert.deepEqual(gone?.p, []);
  strokes.undo();
  strokes.undo();
  strokes.redo();
  strokes.redo();
  assert.deepEqual(strokes.all().map((stroke) => stroke.p), [[500, 500, 600, 500]]);
});

test("a move is undone as a move; a line is not pushed off the sheet", () => {
  const strokes = new Sheet();
  const stroke = line(strokes, [990, 10], [1000, 20]);
  assert.ok(stroke);
  strokes.moveLine(stroke, 40, 0);
  assert.deepEqual(stroke.p, [990, 10, 1000, 20]);
  strokes.moveLine(stroke, -40, 40);
  assert.deepEqual(stroke.p, [950, 50, 960, 60]);
  strokes.undo();
  assert.deepEqual(stroke.p, [990, 10, 1000, 20]);
});

test("a full page refuses the next point and loses nothing", () => {
  const strokes = new Sheet();
  strokes.begin("ink", 6, { x: 0, y: 0 });
  for (let at = 1; at < POINT_CAP; at += 1) assert.equal(strokes.extend({ x: (at * 7) % 1000, y: (at * 601) % 1200 }), true);
  assert.equal(strokes.extend({ x: 5, y: 5 }), false);
  assert.equal(strokes.points(), POINT_CAP);
});

test("a page with all its points begins no other line", () => {
  const sheet = new Sheet([{ c: "ink", w: 6, p: new Array<number>(2 * POINT_CAP).fill(1) }]);
  assert.equal(sheet.full(), true);
  assert.equal(sheet.begin("ink", 6, { x: 0, y: 0 }), false);
});

test("bounds, touch and place", () => {
  const stroke = { c: "ink" as const, w: 12 as const, p: [100, 100, 200, 300] };
  assert.deepEqual(bounds(stroke), { left: 94, top: 94, right: 206, bottom: 306 });
  assert.equal(touches(stroke, { x: 150, y: 200 }, 5), true);
  assert.equal(touches(stroke, { x: 190, y: 110 }, 5), false);
  assert.equal(touches({ ...stroke, p: [400, 400] }, { x: 404, y: 400 }, 5), true);
  assert.deepEqual([place({ x: 0, y: 0 }), place({ x: 500, y: 600 }), place({ x: 999, y: 600 })], ["nw", "c", "e"]);
});

test("a drawing of no points is a drawing", () => {
  assert.deepEqual(new Sheet([]).all(), []);
  assert.equal(new Sheet().undo(), null);
  assert.equal(new Sheet().end(), null);
});

const SQUARE: Stroke = { c: "ink", w: 6, p: [100, 100, 300, 100, 300, 300, 100, 300] };
const SMALL: Stroke = { c: "ink", w: 6, p: [150, 150, 200, 150, 200, 200, 150, 200] };

test("a shape is what a line makes when its ends are joined", () => {
  assert.equal(inside(SQUARE, { x: 200, y: 200 }), true);
  assert.equal(inside(SQUARE, { x: 301, y: 200 }), false);
  assert.equal(area(SQUARE), 40_000);
  assert.deepEqual(fills([SMALL, { ...SMALL, f: "rust" }, { ...SQUARE, f: "fern" }]).map((line) => line.f), ["fern", "rust"]);
});

test("fill takes the smallest shape round the tap; the same colour again takes it off", () => {
  const sheet = new Sheet([SMALL, SQUARE]);
  const shape = sheet.shapeAt({ x: 160, y: 160 });
  assert.equal(shape, sheet.all()[0]);
  assert.equal(sheet.shapeAt({ x: 900, y: 900 }), null);
  assert.ok(shape);
  sheet.fill(shape, "rust");
  sheet.fill(shape, "fern");
  assert.equal(shape.f, "fern");
  sheet.undo();
  assert.equal(shape.f, "rust");
  sheet.fill(shape, "rust");
  assert.equal("f" in shape, false);
});

test("paper is coloured and goes back to plain", () => {
  const sheet = new Sheet();
  sheet.fillPaper("gorse");
  assert.equal(sheet.isEmpty(), false);
  sheet.fillPaper("gorse");
  assert.equal(sheet.paper(), "");
  sheet.undo();
  assert.equal(sheet.paper(), "gorse");
  sheet.undo();
  assert.equal(sheet.isEmpty(), true);
});

const label = (sheet: Sheet): Label => ({ id: sheet.newId(), k: "words", t: "my bed", c: "ink", x: 500, y: 600, s: 3, said: "bed" });

test("a thing is put, changed, undone and done again", () => {
  const sheet = new Sheet();
  const words = label(sheet);
  assert.equal(sheet.addThing(words), true);
  assert.notEqual(sheet.newId(), words.id);
  sheet.changeThing(words, { x: 10, s: 4 });
  sheet.undo();
  assert.deepEqual([words.x, words.s], [500, 3]);
  sheet.redo();
  assert.deepEqual([words.x, words.s], [10, 4]);
  sheet.undo();
  sheet.undo();
  assert.deepEqual(sheet.things(), []);
});

test("an undone thing is destroyed with its words once it can no longer come back", () => {
  const sheet = new Sheet();
  const words = label(sheet);
  sheet.addThing(words);
  sheet.undo();
  assert.equal(words.t, "my bed");
  sheet.forgetUndone();
  assert.deepEqual([words.t, words.said], ["", undefined]);
});

test("a deleted thing is destroyed at once: no undo brings it back, and drawn lines are overwritten", () => {
  const sheet = new Sheet();
  const lines = [{ ...SMALL, p: [...SMALL.p] }];
  const drawn = { id: sheet.newId(), k: "drawn" as const, d: lines, x: 1, y: 1, s: 3 as const };
  const inner = lines[0];
  sheet.addThing(drawn);
  sheet.changeThing(drawn, { x: 300 });
  assert.equal(sheet.points(), 4);
  sheet.deleteThing(drawn);
  assert.deepEqual([sheet.things(), inner?.p, sheet.canUndo(), sheet.points()], [[], [], false, 0]);
});

test("two hundred things are a full page", () => {
  const sheet = new Sheet();
  for (let at = 0; at < 200; at += 1) assert.equal(sheet.addThing(label(sheet)), true);
  assert.equal(sheet.addThing(label(sheet)), false);
  assert.equal(new Set(sheet.things().map((thing) => thing.id)).size, 200);
});
