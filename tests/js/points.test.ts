import assert from "node:assert/strict";
import { test } from "node:test";
import { curved, fewer, pack, sealedStroke, unpack } from "../../static/src/js/houses/points";
import { Sheet } from "../../static/src/js/houses/sheet";

test("numbers are packed as the server unpacks them (tests/unit/test_content.py has the same pairs)", () => {
  const pairs: [number[], string][] = [
    [[0, 0], "AA"], [[1, 2, 0, 3], "CEBC"], [[1000, 1200, 0, 0], "w-BgrCv-B_qC"], [[15, 16, 0, 0], "egBdf"],
  ];
  for (const [points, packed] of pairs) {
    assert.equal(pack(points), packed);
    assert.deepEqual(unpack(packed), points);
  }
});

test("a straight line needs its ends; a corner stays; nothing moves further than half a pixel of a phone", () => {
  assert.deepEqual(fewer([0, 0, 10, 0, 20, 1, 30, 0, 40, 0]), [0, 0, 40, 0]);
  assert.deepEqual(fewer([0, 0, 50, 0, 50, 50]), [0, 0, 50, 0, 50, 50]);
  assert.deepEqual(fewer([7, 7]), [7, 7]);
  const circle = Array.from({ length: 400 }, (_, at) => [Math.cos(at / 60), Math.sin(at / 60)].map((v) => Math.round(500 + 200 * v))).flat();
  const kept = fewer(circle);
  assert.ok(kept.length < circle.length / 4, `${kept.length}`);
});

test("a curve goes through every point of a fast finger", () => {
  const points = [0, 0, 100, 0, 100, 100, 0, 100];
  const curve = curved(points);
  const pairs = (p: number[]) => p.flatMap((x, at) => (at % 2 === 0 ? [`${x},${p[at + 1]}`] : []));
  for (const point of pairs(points)) assert.ok(pairs(curve).includes(point), point);
  assert.deepEqual(curved([5, 5]), [5, 5]);
  assert.deepEqual(curved([0, 0, 3, 3, 6, 6]), [0, 0, 3, 3, 6, 6]);
});

test("200 lines of a finger at 60 points a second fit into 30 KB on the wire", () => {
  const sheet = new Sheet();
  for (let line = 0; line < 200; line += 1) {
    const at = (t: number) => ({
      x: 120 + 80 * (line % 10) + (60 + 5 * (line % 7)) * Math.cos(t / 9 + line) + 1.2 * Math.sin(t * 1.7),
      y: 120 + 48 * Math.floor(line / 10) + (60 + 4 * (line % 5)) * Math.sin(t / 9 + line) + 1.2 * Math.cos(t * 2.3),
    });
    sheet.begin("damson", 12, at(0));
    for (let t = 1; t < 60; t += 1) sheet.extend(at(t));
    sheet.end(true);
  }
  const bytes = JSON.stringify(sheet.all().map(sealedStroke)).length;
  const wire = Math.ceil((Math.ceil((bytes + 600) / 1024) * 1024 * 4) / 3) + 600;
  console.log(`200 lines, ${sheet.points()} points: ${(wire / 1024).toFixed(1)} KB`);
  assert.ok(wire <= 30 * 1024, `${wire}`);
});
