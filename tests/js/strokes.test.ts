import assert from "node:assert/strict";
import { test } from "node:test";
import { bounds, place, POINT_CAP, Strokes, touches } from "../../static/src/js/houses/strokes";

function line(strokes: Strokes, ...points: [number, number][]) {
  const [first = [0, 0], ...rest] = points;
  strokes.begin("damson", 12, { x: first[0], y: first[1] });
  for (const [x, y] of rest) strokes.extend({ x, y });
  return strokes.end();
}

test("a line keeps every point, rounded and on the sheet", () => {
  const strokes = new Strokes();
  line(strokes, [1.4, 2.6], [1.4, 2.6], [-50, 5000]);
  assert.deepEqual(strokes.all(), [{ c: "damson", w: 12, p: [1, 3, 0, 1200] }]);
});

test("what is undone is not in the drawing, and a new line destroys it", () => {
  const strokes = new Strokes();
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
  const strokes = new Strokes();
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
  const strokes = new Strokes();
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
  const strokes = new Strokes();
  const stroke = line(strokes, [990, 10], [1000, 20]);
  assert.ok(stroke);
  strokes.move(stroke, 40, 0);
  assert.deepEqual(stroke.p, [990, 10, 1000, 20]);
  strokes.move(stroke, -40, 40);
  assert.deepEqual(stroke.p, [950, 50, 960, 60]);
  strokes.undo();
  assert.deepEqual(stroke.p, [990, 10, 1000, 20]);
});

test("a full page refuses the next point and loses nothing", () => {
  const strokes = new Strokes();
  strokes.begin("ink", 6, { x: 0, y: 0 });
  for (let at = 1; at < POINT_CAP; at += 1) assert.equal(strokes.extend({ x: at % 1000, y: at % 1200 }), true);
  assert.equal(strokes.extend({ x: 5, y: 5 }), false);
  strokes.end();
  assert.equal(strokes.begin("ink", 6, { x: 0, y: 0 }), false);
  assert.equal(strokes.points(), POINT_CAP);
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
  assert.deepEqual(new Strokes([]).all(), []);
  assert.equal(new Strokes().undo(), null);
  assert.equal(new Strokes().end(), null);
});
