/**
 * The same page without a finger: a pen moved by keys or buttons, and every line and thing as a button
 * that can be picked, moved, changed and taken away (WCAG 2.5.7, 2.1.1).
 */
import type { Names } from "./names";
import { boxOf, thingNode, type Art } from "./picture";
import type { Sheet } from "./sheet";
import { type Spot, spotsFor } from "./spots";
import { type Box, bounds, HIGH, onSheet, type Point, place, WIDE } from "./strokes";
import type { Colour, Size, Stroke, Thing, Width } from "./types";
import type { Words } from "./words";

const STEP = 40;
const SMALL_STEP = 10;
const NEAR = 30;
export type Way = "left" | "right" | "up" | "down";
export type Picked = Stroke | Thing;
const WAYS: Record<Way, readonly [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const KEYS: Record<string, Way> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export interface PlaceParts {
  sheet(): Sheet;
  ink(): { colour: Colour; width: Width };
  names: Names;
  words: Words;
  art: Art;
  say(text: string): void;
  /** A line or thing was added, changed or taken away. */
  changed(what: Picked | null): void;
  moved(): void;
  refuse(): void;
}

export function isThing(what: Picked | null): what is Thing {
  return what !== null && "k" in what;
}

export class Place {
  pen: Point = { x: WIDE / 2, y: HIGH / 2 };
  showPen = false;
  picked: Picked | null = null;

  constructor(private readonly parts: PlaceParts) {}

  isDown(): boolean {
    return this.showPen && this.parts.sheet().current() !== null;
  }

  nameOf(what: Picked): string {
    return isThing(what) ? this.parts.names.whole(what) : this.parts.names.line(what);
  }

  /** The frame round what is picked. */
  frame(): Box | null {
    const { picked } = this;
    if (picked === null) return null;
    return isThing(picked) ? boxOf(picked) : bounds(picked);
  }

  /** Move what is picked, or else the pen. */
  step(way: Way, small = false): void {
    const [dx, dy] = WAYS[way];
    const far = small ? SMALL_STEP : STEP;
    const { picked } = this;
    if (picked === null) return this.movePen(dx * far, dy * far);
    if (isThing(picked)) return this.put(picked, { x: picked.x + dx * far, y: picked.y + dy * far });
    this.parts.sheet().moveLine(picked, dx * far, dy * far);
    this.after(picked);
  }

  /** A tap on the paper: what is picked goes there; a tap on it lets it go; else what lies there is picked. */
  tap(point: Point): void {
    const { picked } = this;
    if (!isThing(picked)) return this.pick(this.thingAt(point));
    if (this.thingAt(point) === picked) return this.pick(null);
    this.put(picked, point);
  }

  /** The topmost thing at a point; a small one is met from a little way off. */
  thingAt({ x, y }: Point): Thing | null {
    const met = [...this.parts.sheet().things()].reverse().filter((thing) => {
      const box = boxOf(thing);
      return x > box.left - NEAR && x < box.right + NEAR && y > box.top - NEAR && y < box.bottom + NEAR;
    });
    return met.find((thing) => thing.k !== "photo") ?? met[0] ?? null;
  }

  put(thing: Thing, point: Point): void {
    const { x, y } = onSheet(point);
    if (x === thing.x && y === thing.y) return;
    this.parts.sheet().changeThing(thing, { x, y });
    this.after(thing);
  }

  private after(what: Picked): void {
    this.parts.changed(what);
    const where = isThing(what) ? this.parts.names.where(what) : this.parts.names.at(middleOf(bounds(what)));
    this.parts.say(this.parts.words.say("moved", { place: where }));
  }

  /** One size bigger or smaller. */
  resize(by: 1 | -1): void {
    const { picked } = this;
    if (!isThing(picked)) return;
    const size = Math.min(5, Math.max(1, picked.s + by)) as Size;
    if (size !== picked.s) this.parts.sheet().changeThing(picked, { s: size });
    this.parts.changed(picked);
    this.parts.say(this.parts.words.say("size_now", { n: String(size) }));
  }

  private movePen(dx: number, dy: number): void {
    const before = place(this.pen);
    this.showPen = true;
    this.pen = onSheet({ x: this.pen.x + dx, y: this.pen.y + dy });
    if (this.isDown() && !this.parts.sheet().extend(this.pen)) this.parts.refuse();
    if (place(this.pen) !== before) this.parts.say(this.parts.words.say("pen_at", { place: this.parts.names.at(this.pen) }));
    this.parts.moved();
  }

  /** Put the pen down, or lift it and keep the line. */
  toggle(): void {
    this.pick(null);
    if (this.isDown()) return this.lift();
    this.showPen = true;
    const { colour, width } = this.parts.ink();
    if (!this.parts.sheet().begin(colour, width, this.pen)) return this.parts.refuse();
    this.parts.say(this.parts.words.say("pen_is_down"));
    this.parts.moved();
  }

  lift(): void {
    if (!this.isDown()) return;
    const stroke = this.parts.sheet().end();
    this.parts.changed(null);
    if (stroke === null) return;
    const drew = this.parts.words.say("drew", { line: this.parts.names.line(stroke) });
    this.parts.say(`${this.parts.words.say("pen_is_up")}. ${drew}`);
  }

  pick(what: Picked | null): void {
    if (what === null && this.picked === null) return;
    this.lift();
    this.picked = what;
    const { words, say } = this.parts;
    say(what === null ? words.say("unpicked") : words.say("picked", { line: this.nameOf(what) }));
    this.parts.moved();
  }

  /** Gone for good, at once. */
  takeAway(): void {
    const { picked } = this;
    if (picked === null) return;
    const thing = isThing(picked);
    if (thing) this.parts.sheet().deleteThing(picked);
    else this.parts.sheet().rub(picked);
    this.picked = null;
    this.parts.changed(null);
    this.parts.say(this.parts.words.say(thing ? "deleted" : "rubbed"));
  }

  /** Keys on the paper; true when the key was used. */
  key(event: KeyboardEvent): boolean {
    const way = KEYS[event.key];
    if (way !== undefined) this.step(way, event.shiftKey);
    else if ((event.key === " " || event.key === "Enter") && this.picked !== null) this.pick(null);
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key === "Escape" && (this.isDown() || this.picked !== null)) this.escape();
    else if (event.key === "Delete" && this.picked !== null) this.takeAway();
    else if (event.key === "+" || event.key === "-") this.resize(event.key === "+" ? 1 : -1);
    else return false;
    return true;
  }

  private escape(): void {
    if (this.isDown()) this.lift();
    else this.pick(null);
  }

  /** A new house or a new page: the pen waits in the middle. */
  reset(): void {
    this.pen = { x: WIDE / 2, y: HIGH / 2 };
    this.showPen = false;
    this.picked = null;
  }

  /** The places in words for what is picked. */
  spots(): { words: string; spot: Spot }[] {
    const { picked } = this;
    if (!isThing(picked)) return [];
    const { names, words } = this.parts;
    return spotsFor(picked, this.parts.sheet().things()).map((spot) => ({
      spot,
      words: spot.thing === null ? words.say(spot.key) : names.with(spot.key as "place_in" | "next_to", spot.thing),
    }));
  }

  /** One button a thing, then one a line, in the order they were made. */
  list(into: HTMLElement): void {
    const sheet = this.parts.sheet();
    into.replaceChildren(...[...sheet.things(), ...sheet.all()].map((what) => this.row(what)));
  }

  private row(what: Picked): HTMLElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "line-pick";
    button.setAttribute("aria-pressed", String(what === this.picked));
    button.append(isThing(what) ? this.small(what) : blob(what), this.nameOf(what));
    button.addEventListener("click", () => this.pick(what === this.picked ? null : what));
    const row = document.createElement("li");
    row.append(button);
    return row;
  }

  private small(thing: Thing): Element {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const { left, top, right, bottom } = boxOf(thing);
    picture.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
    picture.setAttribute("class", "small-thing");
    picture.setAttribute("aria-hidden", "true");
    picture.append(thingNode(thing, this.parts.art));
    return picture;
  }
}

function blob(stroke: Stroke): Element {
  const mark = document.createElement("span");
  mark.className = `blob pen-${stroke.c}`;
  return mark;
}

function middleOf(box: Box): Point {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}
