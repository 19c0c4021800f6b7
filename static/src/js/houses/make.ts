/** The make screen: paper, tools, colours, writing, and the way without a finger. */
import type { Draft } from "./drafts";
import { changed, Paper } from "./draw";
import { Place, type Way } from "./place";
import type { Screens } from "./screens";
import { type Point, Strokes } from "./strokes";
import type { Colour, Stroke, Width } from "./types";
import type { Words } from "./words";

const RUBBER_REACH = 22;
const UNDONE_LIVES_MS = 20_000;
const WORDS_CAP = 20_000;
type Mode = "draw" | "write" | "buttons";

function find<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`missing ${selector}`);
  return found;
}

export class Make {
  private readonly section: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly area: HTMLTextAreaElement;
  private readonly inks: HTMLElement;
  private readonly paper: Paper;
  private readonly place: Place;
  private readonly stops = new AbortController();
  private draft: Draft | null = null;
  private strokes = new Strokes();
  private colour: Colour = "damson";
  private width: Width = 12;
  private rubbing = false;
  private undoneTimer = 0;

  /** `onChange(true)` while typing, `onChange(false)` after a stroke. */
  constructor(
    root: HTMLElement,
    private readonly words: Words,
    private readonly screens: Screens,
    private readonly onChange: (pause: boolean) => void,
  ) {
    this.section = find(root, '[data-screen="make"]');
    this.canvas = find(this.section, "[data-canvas]");
    this.area = find(this.section, "[data-words]");
    this.inks = find(this.section, "[data-inks]");
    this.place = this.makePlace();
    this.paper = this.makePaper();
    this.listen();
  }

  open(draft: Draft, name: string, prompt: string): void {
    this.draft = draft;
    this.strokes = draft.strokes;
    this.area.value = draft.words;
    this.place.reset();
    this.section.dataset["house"] = draft.house;
    find(this.section, "[data-make-name]").textContent = name;
    for (const line of this.section.querySelectorAll("[data-make-prompt]")) line.textContent = prompt;
    this.setMode(draft.words !== "" && draft.strokes.all().length === 0 ? "write" : "draw");
    this.setTool("pen");
    this.refresh();
    this.paper.fit();
  }

  /** Leave the screen: the line in hand is kept, what was undone is destroyed, nothing stays readable in the page. */
  close(): void {
    this.finishLine();
    this.strokes.forgetUndone();
    this.inksShow(false);
    this.area.value = "";
    this.strokes = new Strokes();
    this.draft = null;
    this.place.reset();
    this.paper.redraw();
  }

  /** A line still under the thumb is a line. */
  finishLine(): void {
    if (this.strokes.end() !== null) this.after(null);
  }

  stop(): void {
    this.stops.abort();
    this.paper.stop();
    clearTimeout(this.undoneTimer);
  }

  private makePlace(): Place {
    return new Place({
      strokes: () => this.strokes,
      ink: () => ({ colour: this.colour, width: this.width }),
      colourName: (colour) => this.colourName(colour),
      words: this.words,
      say: (text) => this.screens.say(text),
      changed: (stroke) => this.after(stroke),
      moved: () => this.refreshPen(),
      refuse: () => this.refuse(),
    });
  }

  private makePaper(): Paper {
    const hand = {
      down: (point: Point) => this.down(point),
      move: (points: Point[]) => this.move(points),
      up: () => this.up(),
    };
    const overlay = () => ({
      stroke: this.strokes.current(),
      pen: this.place.showPen && this.place.picked === null ? this.place.pen : null,
      penDown: this.place.isDown(),
      picked: this.place.picked,
    });
    const over = find<HTMLCanvasElement>(this.section, "[data-live-canvas]");
    return new Paper(find(this.section, "[data-sheet]"), this.canvas, over, () => this.strokes.all(), overlay, hand);
  }

  private listen(): void {
    const { signal } = this.stops;
    this.section.addEventListener("click", (event) => this.click(event), { signal });
    this.section.addEventListener("keydown", (event) => this.key(event), { signal });
    this.area.addEventListener("input", () => this.typed(), { signal });
    this.area.addEventListener("blur", () => this.onChange(false), { signal });
    this.canvas.addEventListener("blur", () => this.place.lift(), { signal });
  }

  private down(point: Point): void {
    this.inksShow(false);
    this.place.lift();
    this.place.showPen = false;
    if (this.rubbing) return this.rubAt(point);
    if (!this.strokes.begin(this.colour, this.width, point)) this.refuse();
  }

  private move(points: Point[]): void {
    for (const point of points) {
      if (this.rubbing) this.rubAt(point);
      else if (this.strokes.current() !== null && !this.strokes.extend(point)) this.refuse();
    }
    this.paper.redrawOver();
  }

  private up(): void {
    this.finishLine();
    this.paper.redrawOver();
  }

  private rubAt(point: Point): void {
    if (!this.strokes.rubAt(point, RUBBER_REACH)) return;
    this.screens.say(this.words.say("rubbed"));
    this.after(null);
  }

  /** Told before anything is lost: everything on the page stays. */
  private refuse(): void {
    this.notice("page_full");
  }

  private notice(key: string): void {
    const note = find<HTMLElement>(this.section, "[data-full]");
    note.textContent = key === "" ? "" : this.words.say(key);
    note.hidden = key === "";
  }

  private after(stroke: Stroke | null): void {
    if (stroke !== null) changed(stroke);
    this.notice(this.strokes.full() ? "page_full" : this.strokes.nearlyFull() ? "page_nearly_full" : "");
    this.refresh();
    this.paper.redraw();
    this.onChange(false);
  }

  private typed(): void {
    const { draft } = this;
    if (draft === null) return;
    const tooMany = this.area.value.length > WORDS_CAP;
    if (tooMany) this.area.value = draft.words;
    else draft.words = this.area.value;
    this.notice(tooMany ? "too_many_words" : "");
    this.onChange(true);
  }

  private click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button === null) return;
    const { colour, size, tool, step, modeTo } = button.dataset;
    if (colour !== undefined) this.setInk(colour as Colour, this.width);
    if (size !== undefined) this.setInk(this.colour, Number(size) as Width);
    if (tool !== undefined) this.setTool(tool);
    if (step !== undefined) this.place.step(step as Way);
    if (modeTo !== undefined) this.setMode(modeTo as Mode);
    this.act(button.dataset["do"]);
  }

  private act(action: string | undefined): void {
    if (action === "undo") this.undo();
    if (action === "redo") this.redo();
    if (action === "inks") this.inksShow(this.inks.hidden !== false);
    if (action === "pen-down") this.place.toggle();
    if (action === "rub-picked") this.place.rubPicked();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.inks.hidden) this.inksShow(false);
    const command = event.ctrlKey || event.metaKey;
    if (event.target === this.canvas && !command && this.place.key(event)) event.preventDefault();
    if (!command || event.target === this.area) return;
    const letter = event.key.toLowerCase();
    if (letter !== "z" && letter !== "y") return;
    event.preventDefault();
    if (letter === "y" || event.shiftKey) this.redo();
    else this.undo();
  }

  private undo(): void {
    this.place.lift();
    this.place.pick(null);
    const step = this.strokes.undo();
    if (step === null) return;
    clearTimeout(this.undoneTimer);
    this.undoneTimer = window.setTimeout(() => this.destroyUndone(), UNDONE_LIVES_MS);
    this.screens.say(this.words.say("undone"));
    this.after(step.stroke);
  }

  private redo(): void {
    const step = this.strokes.redo();
    if (step === null) return;
    this.screens.say(this.words.say("redone"));
    this.after(step.stroke);
  }

  /** Nobody who takes the phone later can bring an undone line back. */
  private destroyUndone(): void {
    this.strokes.forgetUndone();
    this.refresh();
  }

  private setTool(tool: string): void {
    this.place.lift();
    this.rubbing = tool === "rubber";
    this.inksShow(false);
    for (const button of this.section.querySelectorAll<HTMLElement>("[data-tool]"))
      button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool));
  }

  private setInk(colour: Colour, width: Width): void {
    this.place.lift();
    this.colour = colour;
    this.width = width;
    this.setTool("pen");
    for (const button of this.inks.querySelectorAll<HTMLElement>("button")) {
      const value = button.dataset["colour"] ?? button.dataset["size"];
      button.setAttribute("aria-pressed", String(value === colour || value === String(width)));
    }
    find(this.section, "[data-blob]").setAttribute("class", `blob pen-${colour}`);
    find<HTMLElement>(this.section, '[data-do="inks"]').focus();
  }

  private inksShow(show: boolean): void {
    this.inks.hidden = !show;
    find(this.section, '[data-do="inks"]').setAttribute("aria-expanded", String(show));
    if (show) find<HTMLElement>(this.inks, '[data-colour][aria-pressed="true"]').focus();
  }

  private setMode(mode: Mode): void {
    this.place.lift();
    this.place.pick(null);
    this.place.showPen = mode === "buttons";
    this.inksShow(false);
    this.section.dataset["mode"] = mode;
    for (const button of this.section.querySelectorAll<HTMLElement>("[data-mode-to]"))
      button.setAttribute("aria-pressed", String(button.dataset["modeTo"] === mode));
    if (mode === "write") this.area.focus({ preventScroll: true });
    this.refresh();
    this.paper.fit();
  }

  private colourName(colour: Colour): string {
    const name = this.section.querySelector(`[data-colour="${colour}"] [data-colour-name]`);
    return (name?.textContent ?? "").toLocaleLowerCase(document.documentElement.lang);
  }

  private refresh(): void {
    find<HTMLButtonElement>(this.section, '[data-do="undo"]').disabled = !this.strokes.canUndo();
    find<HTMLButtonElement>(this.section, '[data-do="redo"]').disabled = !this.strokes.canRedo();
    this.refreshPen();
  }

  private refreshPen(): void {
    const picked = this.place.picked !== null;
    const pen = find<HTMLElement>(this.section, '[data-do="pen-down"]');
    pen.hidden = picked;
    pen.setAttribute("aria-pressed", String(this.place.isDown()));
    find<HTMLElement>(this.section, '[data-do="rub-picked"]').hidden = !picked;
    this.refreshLines();
    this.paper.redrawOver();
  }

  /** The list is made again only when it is looked at; the focus stays on the same line. */
  private refreshLines(): void {
    if (this.section.dataset["mode"] !== "buttons") return;
    const list = find<HTMLElement>(this.section, "[data-lines]");
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement);
    this.place.list(list);
    if (at >= 0) list.querySelectorAll("button")[at]?.focus({ preventScroll: true });
    find<HTMLElement>(this.section, "[data-no-lines]").hidden = this.strokes.all().length > 0;
  }
}
