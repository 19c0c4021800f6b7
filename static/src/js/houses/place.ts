/**
 * The same drawing without a finger: a pen moved by keys or buttons, and every line as a button
 * that can be picked, moved and rubbed out (WCAG 2.5.7, 2.1.1).
 */
import { HIGH, middle, onSheet, type Point, place, type Strokes, WIDE } from "./strokes";
import type { Colour, Stroke, Width } from "./types";
import type { Words } from "./words";

const STEP = 40;
const SMALL_STEP = 10;
export type Way = "left" | "right" | "up" | "down";
const WAYS: Record<Way, readonly [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const KEYS: Record<string, Way> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export interface PlaceParts {
  strokes(): Strokes;
  ink(): { colour: Colour; width: Width };
  colourName(colour: Colour): string;
  words: Words;
  say(text: string): void;
  /** A line was added, moved or rubbed out. */
  changed(stroke: Stroke | null): void;
  moved(): void;
  refuse(): void;
}

export class Place {
  pen: Point = { x: WIDE / 2, y: HIGH / 2 };
  showPen = false;
  picked: Stroke | null = null;

  constructor(private readonly parts: PlaceParts) {}

  isDown(): boolean {
    return this.showPen && this.parts.strokes().current() !== null;
  }

  /** "Line 3, plum, top left": number, colour name, place. */
  nameOf(stroke: Stroke): string {
    const { words, strokes, colourName } = this.parts;
    const n = strokes().all().indexOf(stroke) + 1;
    return words.say("line_name", { n: String(n), colour: colourName(stroke.c), place: this.whereIs(middle(stroke)) });
  }

  whereIs(point: Point): string {
    return this.parts.words.say(`place_${place(point)}`);
  }

  /** Move the picked line, or else the pen. */
  step(way: Way, small = false): void {
    const [dx, dy] = WAYS[way];
    const far = small ? SMALL_STEP : STEP;
    if (this.picked !== null) this.moveLine(this.picked, dx * far, dy * far);
    else this.movePen(dx * far, dy * far);
  }

  private moveLine(stroke: Stroke, dx: number, dy: number): void {
    this.parts.strokes().move(stroke, dx, dy);
    this.parts.changed(stroke);
    this.parts.say(this.parts.words.say("moved", { place: this.whereIs(middle(stroke)) }));
  }

  private movePen(dx: number, dy: number): void {
    const before = place(this.pen);
    this.showPen = true;
    this.pen = onSheet({ x: this.pen.x + dx, y: this.pen.y + dy });
    if (this.isDown() && !this.parts.strokes().extend(this.pen)) this.parts.refuse();
    if (place(this.pen) !== before) this.parts.say(this.parts.words.say("pen_at", { place: this.whereIs(this.pen) }));
    this.parts.moved();
  }

  /** Put the pen down, or lift it and keep the line. */
  toggle(): void {
    this.pick(null);
    if (this.isDown()) return this.lift();
    this.showPen = true;
    const { colour, width } = this.parts.ink();
    if (!this.parts.strokes().begin(colour, width, this.pen)) return this.parts.refuse();
    this.parts.say(this.parts.words.say("pen_is_down"));
    this.parts.moved();
  }

  lift(): void {
    if (!this.isDown()) return;
    const stroke = this.parts.strokes().end();
    this.parts.changed(null);
    if (stroke === null) return;
    const drew = this.parts.words.say("drew", { line: this.nameOf(stroke) });
    this.parts.say(`${this.parts.words.say("pen_is_up")}. ${drew}`);
  }

  pick(stroke: Stroke | null): void {
    if (stroke === null && this.picked === null) return;
    this.lift();
    this.picked = stroke;
    const { words, say } = this.parts;
    say(stroke === null ? words.say("unpicked") : words.say("picked", { line: this.nameOf(stroke) }));
    this.parts.moved();
  }

  rubPicked(): void {
    if (this.picked === null) return;
    this.parts.strokes().rub(this.picked);
    this.picked = null;
    this.parts.changed(null);
    this.parts.say(this.parts.words.say("rubbed"));
  }

  /** Keys on the paper; true when the key was used. */
  key(event: KeyboardEvent): boolean {
    const way = KEYS[event.key];
    if (way !== undefined) this.step(way, event.shiftKey);
    else if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key === "Escape" && (this.isDown() || this.picked !== null)) this.escape();
    else if (event.key === "Delete" && this.picked !== null) this.rubPicked();
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

  /** One button a line, in the order they were drawn. */
  list(into: HTMLElement): void {
    const buttons = this.parts.strokes().all().map((stroke) => this.lineButton(stroke));
    into.replaceChildren(...buttons);
  }

  private lineButton(stroke: Stroke): HTMLElement {
    const button = document.createElement("button");
    const blob = document.createElement("span");
    blob.className = `blob pen-${stroke.c}`;
    button.type = "button";
    button.className = "line-pick";
    button.setAttribute("aria-pressed", String(stroke === this.picked));
    button.append(blob, this.nameOf(stroke));
    button.addEventListener("click", () => this.pick(stroke === this.picked ? null : stroke));
    const row = document.createElement("li");
    row.append(button);
    return row;
  }
}
