/** Lines as data: where they are, what they touch, what shape they make. Pure; units of the sheet. */
import { distance } from "./points";
import type { Stroke } from "./types";

export const WIDE = 1000;
export const HIGH = 1200;

export interface Point {
  x: number;
  y: number;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function onSheet(point: Point): Point {
  return { x: clamp(point.x, WIDE), y: clamp(point.y, HIGH) };
}

function clamp(value: number, top: number): number {
  return Math.min(top, Math.max(0, Math.round(value)));
}

/** Smallest box round a line, its thickness included. */
export function bounds(stroke: Stroke): Box {
  const box = { left: WIDE, top: HIGH, right: 0, bottom: 0 };
  for (let at = 0; at < stroke.p.length; at += 2) {
    const x = stroke.p[at] ?? 0;
    const y = stroke.p[at + 1] ?? 0;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  const half = stroke.w / 2;
  return { left: box.left - half, top: box.top - half, right: box.right + half, bottom: box.bottom + half };
}

/** Row and column of a point: nw n ne / w c e / sw s se. */
export function place(point: Point): string {
  const row = point.y < HIGH / 3 ? "n" : point.y > (2 * HIGH) / 3 ? "s" : "";
  const column = point.x < WIDE / 3 ? "w" : point.x > (2 * WIDE) / 3 ? "e" : "";
  return row + column || "c";
}

export function middle(stroke: Stroke): Point {
  const box = bounds(stroke);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

export function touches(stroke: Stroke, point: Point, reach: number): boolean {
  const near = reach + stroke.w / 2;
  const box = bounds(stroke);
  if (point.x < box.left - reach || point.x > box.right + reach) return false;
  if (point.y < box.top - reach || point.y > box.bottom + reach) return false;
  const p = stroke.p;
  for (let at = 0; at < p.length; at += 2) {
    const next = at + 2 < p.length ? at + 2 : at;
    if (distance(point.x, point.y, p[at] ?? 0, p[at + 1] ?? 0, p[next] ?? 0, p[next + 1] ?? 0) <= near) return true;
  }
  return false;
}

/** Whether a point lies in the shape a line makes when its ends are joined (even–odd rule). */
export function inside(stroke: Stroke, { x, y }: Point): boolean {
  const p = stroke.p;
  let within = false;
  for (let at = 0, last = p.length - 2; at < p.length; last = at, at += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = [p[at], p[at + 1], p[last], p[last + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

/** The size of that shape: the larger one is painted first (webapp/houses/picture.py paints alike). */
export function area(stroke: Stroke): number {
  const p = stroke.p;
  let twice = 0;
  for (let at = 0, last = p.length - 2; at < p.length; last = at, at += 2)
    twice += (p[last] ?? 0) * (p[at + 1] ?? 0) - (p[at] ?? 0) * (p[last + 1] ?? 0);
  return Math.abs(twice) / 2;
}

/** Filled shapes, largest first; of two alike the earlier. */
export function fills(strokes: readonly Stroke[]): Stroke[] {
  return strokes.filter((stroke) => stroke.f !== undefined).sort((one, two) => area(two) - area(one));
}
