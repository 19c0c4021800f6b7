/**
 * The drawing as data. Pure: no canvas, no storage.
 * What is undone waits in memory for a moment and is then destroyed; what is rubbed out is destroyed at once
 * (practice §5). Neither is ever in `all()`, and only `all()` is sealed.
 */
import type { Colour, Stroke, Width } from "./types";

export const WIDE = 1000;
export const HIGH = 1200;
export const POINT_CAP = 60_000;
const NEARLY = 0.9;

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
type Step = { kind: "add"; stroke: Stroke } | { kind: "move"; stroke: Stroke; dx: number; dy: number };

export function onSheet(point: Point): Point {
  return { x: clamp(point.x, WIDE), y: clamp(point.y, HIGH) };
}

function clamp(value: number, top: number): number {
  return Math.min(top, Math.max(0, Math.round(value)));
}

/** Smallest box round a line, its thickness included; units of the sheet. */
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

function distance(point: Point, ax: number, ay: number, bx: number, by: number): number {
  const long = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = long === 0 ? 0 : ((point.x - ax) * (bx - ax) + (point.y - ay) * (by - ay)) / long;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - ax - t * (bx - ax), point.y - ay - t * (by - ay));
}

export function touches(stroke: Stroke, point: Point, reach: number): boolean {
  const near = reach + stroke.w / 2;
  const box = bounds(stroke);
  if (point.x < box.left - reach || point.x > box.right + reach) return false;
  if (point.y < box.top - reach || point.y > box.bottom + reach) return false;
  const p = stroke.p;
  for (let at = 0; at < p.length; at += 2) {
    const next = at + 2 < p.length ? at + 2 : at;
    if (distance(point, p[at] ?? 0, p[at + 1] ?? 0, p[next] ?? 0, p[next + 1] ?? 0) <= near) return true;
  }
  return false;
}

export class Strokes {
  private kept: Stroke[];
  private done: Step[] = [];
  private undone: Step[] = [];
  private live: Stroke | null = null;

  constructor(strokes: Stroke[] = []) {
    this.kept = strokes.map((stroke) => ({ c: stroke.c, w: stroke.w, p: [...stroke.p] }));
  }

  all(): readonly Stroke[] {
    return this.kept;
  }
  current(): Stroke | null {
    return this.live;
  }
  points(): number {
    return this.kept.reduce((sum, stroke) => sum + stroke.p.length / 2, (this.live?.p.length ?? 0) / 2);
  }
  full(): boolean {
    return this.points() >= POINT_CAP;
  }
  nearlyFull(): boolean {
    return this.points() >= POINT_CAP * NEARLY;
  }

  /** Start a line; false when the page is full, and then nothing changes. */
  begin(colour: Colour, width: Width, point: Point): boolean {
    if (this.live !== null || this.full()) return false;
    const { x, y } = onSheet(point);
    this.live = { c: colour, w: width, p: [x, y] };
    return true;
  }

  /** Add a point to the line; false when it does not fit. A point equal to the last one is left out. */
  extend(point: Point): boolean {
    if (this.live === null || this.full()) return false;
    const { x, y } = onSheet(point);
    const p = this.live.p;
    if (p[p.length - 2] !== x || p[p.length - 1] !== y) p.push(x, y);
    return true;
  }

  /** Keep the line; a new line destroys what was undone. */
  end(): Stroke | null {
    const stroke = this.live;
    if (stroke === null) return null;
    this.live = null;
    this.kept.push(stroke);
    this.record({ kind: "add", stroke });
    return stroke;
  }

  move(stroke: Stroke, dx: number, dy: number): void {
    if (this.shift(stroke, dx, dy)) this.record({ kind: "move", stroke, dx, dy });
  }

  /** Rub out the topmost line touched; it is gone and no undo brings it back. */
  rubAt(point: Point, reach: number): boolean {
    for (let at = this.kept.length - 1; at >= 0; at -= 1) {
      const stroke = this.kept[at];
      if (stroke !== undefined && touches(stroke, point, reach)) return this.rub(stroke);
    }
    return false;
  }

  rub(stroke: Stroke): boolean {
    const before = this.kept.length;
    this.kept = this.kept.filter((other) => other !== stroke);
    this.done = this.done.filter((step) => step.stroke !== stroke);
    destroy([stroke]);
    this.forgetUndone();
    return this.kept.length < before;
  }

  canUndo(): boolean {
    return this.done.length > 0;
  }
  canRedo(): boolean {
    return this.undone.length > 0;
  }

  undo(): Step | null {
    const step = this.done.pop();
    if (step === undefined) return null;
    if (step.kind === "add") this.kept = this.kept.filter((other) => other !== step.stroke);
    else this.shift(step.stroke, -step.dx, -step.dy);
    this.undone.push(step);
    return step;
  }

  redo(): Step | null {
    const step = this.undone.pop();
    if (step === undefined) return null;
    if (step.kind === "add") this.kept.push(step.stroke);
    else this.shift(step.stroke, step.dx, step.dy);
    this.done.push(step);
    return step;
  }

  /** Destroy what was undone: the points are overwritten, not only let go. */
  forgetUndone(): void {
    destroy(this.undone.filter((step) => step.kind === "add").map((step) => step.stroke));
    this.undone = [];
  }

  private record(step: Step): void {
    this.forgetUndone();
    this.done.push(step);
  }

  private shift(stroke: Stroke, dx: number, dy: number): boolean {
    const moved = stroke.p.map((value, at) => value + (at % 2 === 0 ? dx : dy));
    const fits = moved.every((value, at) => value >= 0 && value <= (at % 2 === 0 ? WIDE : HIGH));
    if (fits) stroke.p.splice(0, stroke.p.length, ...moved);
    return fits;
  }
}

function destroy(strokes: Stroke[]): void {
  for (const stroke of strokes) stroke.p.fill(0).splice(0);
}
