/**
 * What is on one page: paper, lines and things, and the way back. Pure: no canvas, no storage.
 * What is undone waits in memory for a moment and is then destroyed; what is rubbed out or deleted is destroyed
 * at once (practice §5). Neither is ever in `all()` or `things()`, and only those are sealed.
 */
import { curved, fewer } from "./points";
import { area, HIGH, inside, onSheet, type Point, touches, WIDE } from "./strokes";
import type { Colour, Drawn, Stroke, Thing, Width } from "./types";

export const POINT_CAP = 60_000;
export const THING_CAP = 200;
const NEARLY = 0.9;

/** One act: `of` is what it was done to (null: the paper); `gone` destroys what an undone act made. */
export interface Step {
  of: Stroke | Thing | null;
  back(): void;
  again(): void;
  gone(): void;
}

export class Sheet {
  private lines: Stroke[];
  private put: Thing[];
  private colour: Colour | "";
  private done: Step[] = [];
  private undone: Step[] = [];
  private live: Stroke | null = null;
  private count = 0;

  constructor(lines: Stroke[] = [], things: Thing[] = [], paper: Colour | "" = "") {
    this.lines = lines.map((line) => ({ ...line, p: [...line.p] }));
    this.put = things.map((thing) => ({ ...thing }));
    this.colour = paper;
    this.recount();
  }

  all(): readonly Stroke[] {
    return this.lines;
  }
  things(): readonly Thing[] {
    return this.put;
  }
  paper(): Colour | "" {
    return this.colour;
  }
  current(): Stroke | null {
    return this.live;
  }
  isEmpty(): boolean {
    return this.lines.length === 0 && this.put.length === 0 && this.colour === "";
  }
  points(): number {
    return this.count + (this.live?.p.length ?? 0) / 2;
  }
  full(): boolean {
    return this.points() >= POINT_CAP;
  }
  nearlyFull(): boolean {
    return this.points() >= POINT_CAP * NEARLY;
  }

  // ---- lines

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

  /** Keep the line; a new line destroys what was undone. `free`: drawn by a finger, so a curve goes through it. */
  end(free = false): Stroke | null {
    const line = this.live;
    if (line === null) return null;
    this.live = null;
    line.p = onlySheet(fewer(free ? curved(line.p) : line.p));
    this.lines.push(line);
    this.record({ of: line, back: () => this.drop(line), again: () => this.lines.push(line), gone: () => destroy(line) });
    return line;
  }

  moveLine(line: Stroke, dx: number, dy: number): void {
    if (!shift(line, dx, dy)) return;
    this.record({ of: line, back: () => shift(line, -dx, -dy), again: () => shift(line, dx, dy), gone: nothing });
  }

  /** Rub out the topmost line touched; it is gone and no undo brings it back. */
  rubAt(point: Point, reach: number): boolean {
    const line = [...this.lines].reverse().find((each) => touches(each, point, reach));
    return line !== undefined && this.rub(line);
  }

  rub(line: Stroke): boolean {
    const there = this.lines.includes(line);
    this.drop(line);
    this.forget(line);
    destroy(line);
    return there;
  }

  // ---- fill

  /** The smallest shape round a point, a closed one: what a tap with "Fill" means. */
  shapeAt(point: Point): Stroke | null {
    const round = this.lines.filter((line) => line.p.length > 4 && inside(line, point));
    return round.sort((one, two) => area(one) - area(two))[0] ?? null;
  }

  /** Colour the shape of a line; the same colour again takes it off. */
  fill(line: Stroke, colour: Colour): void {
    const before = line.f;
    const after = before === colour ? undefined : colour;
    const set = (value: Colour | undefined): void => {
      if (value === undefined) delete line.f;
      else line.f = value;
    };
    set(after);
    this.record({ of: line, back: () => set(before), again: () => set(after), gone: nothing });
  }

  fillPaper(colour: Colour): void {
    const before = this.colour;
    const after = before === colour ? "" : colour;
    const set = (value: Colour | ""): void => void (this.colour = value);
    set(after);
    this.record({ of: null, back: () => set(before), again: () => set(after), gone: nothing });
  }

  // ---- things

  /** Put a thing on the sheet, above the others; false when there are too many, and then nothing changes. */
  addThing(thing: Thing): boolean {
    if (this.put.length >= THING_CAP) return false;
    this.put.push(thing);
    this.recount();
    const gone = (): void => destroyThing(thing);
    this.record({ of: thing, back: () => this.take(thing), again: () => void this.put.push(thing), gone });
    return true;
  }

  /** Move, resize, name, or word a thing anew: only what differs. */
  changeThing<T extends Thing>(thing: T, change: Partial<T>): void {
    const before: Partial<T> = {};
    for (const key of Object.keys(change) as (keyof T)[]) before[key] = thing[key];
    Object.assign(thing, change);
    this.record({ of: thing, back: () => set(thing, before), again: () => set(thing, change), gone: nothing });
  }

  /** Delete a thing for good: its words and lines are overwritten and no undo brings it back. */
  deleteThing(thing: Thing): void {
    this.take(thing);
    this.forget(thing);
    destroyThing(thing);
  }

  /** The lines of a thing that is being drawn on a sheet of its own, as they are now. */
  redraw(thing: Drawn, lines: readonly Stroke[]): void {
    thing.d = [...lines];
    this.recount();
  }

  newId(): string {
    const used = this.put.map((thing) => Number.parseInt(thing.id.slice(1), 36)).filter(Number.isFinite);
    return `t${(Math.max(0, ...used) + 1).toString(36)}`;
  }

  // ---- the way back

  canUndo(): boolean {
    return this.done.length > 0;
  }
  canRedo(): boolean {
    return this.undone.length > 0;
  }

  undo(): Step | null {
    const step = this.done.pop();
    if (step === undefined) return null;
    step.back();
    this.undone.push(step);
    this.recount();
    return step;
  }

  redo(): Step | null {
    const step = this.undone.pop();
    if (step === undefined) return null;
    step.again();
    this.done.push(step);
    this.recount();
    return step;
  }

  /** Destroy what was undone: overwritten, not only let go. */
  forgetUndone(): void {
    for (const step of this.undone) step.gone();
    this.undone = [];
  }

  private record(step: Step): void {
    this.forgetUndone();
    this.done.push(step);
    this.recount();
  }

  /** Nothing done to it can be undone any more: it is not there. */
  private forget(of: Stroke | Thing): void {
    this.done = this.done.filter((step) => step.of !== of);
    this.forgetUndone();
    this.recount();
  }

  private drop(line: Stroke): void {
    this.lines = this.lines.filter((other) => other !== line);
  }

  private take(thing: Thing): void {
    this.put = this.put.filter((other) => other !== thing);
  }

  private recount(): void {
    const drawn = this.put.flatMap((thing) => (thing.k === "drawn" ? thing.d : []));
    this.count = [...this.lines, ...drawn].reduce((sum, line) => sum + line.p.length / 2, 0);
  }
}

function nothing(): void {}

function onlySheet(p: number[]): number[] {
  return p.map((value, at) => Math.min(at % 2 === 0 ? WIDE : HIGH, Math.max(0, value)));
}

function shift(line: Stroke, dx: number, dy: number): boolean {
  const moved = line.p.map((value, at) => value + (at % 2 === 0 ? dx : dy));
  const fits = moved.every((value, at) => value >= 0 && value <= (at % 2 === 0 ? WIDE : HIGH));
  if (fits) line.p.splice(0, line.p.length, ...moved);
  return fits;
}

function set<T extends Thing>(thing: T, values: Partial<T>): void {
  Object.assign(thing, values);
}

function destroy(line: Stroke): void {
  line.p.fill(0).splice(0);
}

function destroyThing(thing: Thing): void {
  if (thing.k === "drawn") for (const line of thing.d.splice(0)) destroy(line);
  if (thing.k === "words") thing.t = "";
  if (thing.k === "sticker") thing.n = "";
  delete thing.said;
}
