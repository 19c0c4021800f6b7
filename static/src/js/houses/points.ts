/**
 * A line's points, fewer and in few characters: what makes 200 lines fit into 30 KB on the wire.
 * `pack` and `unpack` are the same as webapp/houses/points.py, which says how a number is written.
 */
import type { SealedStroke, SealedThing, Stroke, Thing } from "./types";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MORE = 32;
/** Half a pixel on a phone: what is left out cannot be seen. */
const NEAR = 1.5;
const SPAN = 500; // points looked at together, so that a long line costs no more than its length
const LONG = 18; // a fast finger leaves gaps longer than this; a curve goes through them
const BITS = 4;

export function pack(points: readonly number[]): string {
  let packed = "";
  points.forEach((number, at) => {
    const step = number - (at > 1 ? (points[at - 2] ?? 0) : 0);
    let value = step < 0 ? -2 * step - 1 : 2 * step;
    for (; value >= MORE; value = Math.floor(value / MORE)) packed += ALPHABET[(value % MORE) + MORE];
    packed += ALPHABET[value];
  });
  return packed;
}

export function unpack(packed: string): number[] {
  const points: number[] = [];
  let value = 0;
  let scale = 1;
  for (const letter of packed) {
    const part = ALPHABET.indexOf(letter);
    value += (part % MORE) * scale;
    scale *= MORE;
    if (part >= MORE) continue;
    const step = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    points.push(step + (points.length > 1 ? (points[points.length - 2] ?? 0) : 0));
    value = 0;
    scale = 1;
  }
  return points;
}

/** How far a point lies from the piece between two others. */
export function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const long = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = long === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

/** Ramer–Douglas–Peucker: the points without which the line would look another. */
export function fewer(p: readonly number[]): number[] {
  const last = p.length / 2 - 1;
  if (last < 2) return [...p];
  const kept = new Set<number>([last]);
  for (let from = 0; from < last; from += SPAN) keepFar(p, from, Math.min(from + SPAN, last), kept);
  return [...kept].sort((a, b) => a - b).flatMap((at) => [p[2 * at] ?? 0, p[2 * at + 1] ?? 0]);
}

function keepFar(p: readonly number[], first: number, end: number, kept: Set<number>): void {
  kept.add(first);
  const spans: [number, number][] = [[first, end]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const far = farthest(p, ...span);
    if (far === 0) continue;
    kept.add(far);
    spans.push([span[0], far], [far, span[1]]);
  }
}

/** The point between two that is farthest from the straight way; 0 when all are near. */
function farthest(p: readonly number[], from: number, to: number): number {
  const ends = [p[2 * from] ?? 0, p[2 * from + 1] ?? 0, p[2 * to] ?? 0, p[2 * to + 1] ?? 0] as const;
  let most = NEAR;
  let found = 0;
  for (let at = from + 1; at < to; at += 1) {
    const off = distance(p[2 * at] ?? 0, p[2 * at + 1] ?? 0, ...ends);
    if (off > most) [most, found] = [off, at];
  }
  return found;
}

/** A curve through the points of a fast finger (Catmull–Rom), in whole numbers. */
export function curved(p: readonly number[]): number[] {
  const found: number[] = [];
  const last = p.length / 2 - 1;
  const of = (at: number, xy: 0 | 1): number => p[2 * Math.min(last, Math.max(0, at)) + xy] ?? 0;
  for (let at = 0; at < last; at += 1) {
    const long = Math.hypot(of(at + 1, 0) - of(at, 0), of(at + 1, 1) - of(at, 1));
    const bits = long > LONG ? BITS : 1;
    for (let bit = 0; bit < bits; bit += 1)
      for (const xy of [0, 1] as const)
        found.push(Math.round(between(of(at - 1, xy), of(at, xy), of(at + 1, xy), of(at + 2, xy), bit / bits)));
  }
  return [...found, of(last, 0), of(last, 1)];
}

function between(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

export function sealedStroke(stroke: Stroke): SealedStroke {
  return { ...stroke, p: pack(stroke.p) };
}

export function sealedThing(thing: Thing): SealedThing {
  return thing.k === "drawn" ? { ...thing, d: thing.d.map(sealedStroke) } : { ...thing };
}

export function openStroke(stroke: SealedStroke): Stroke {
  return { ...stroke, p: typeof stroke.p === "string" ? unpack(stroke.p) : [...stroke.p] };
}

export function openThing(thing: SealedThing): Thing {
  return thing.k === "drawn" ? { ...thing, d: thing.d.map(openStroke) } : { ...thing };
}
