/** The make screen: paper, tools, colours, things, writing, and the way without a finger. */
import type { Draft } from "./drafts";
import { changed, Paper } from "./draw";
import { Drawing } from "./drawing";
import { Names } from "./names";
import { Panels } from "./panels";
import { type Art, paintLayer, thingNode } from "./picture";
import { isThing, type Picked, Place, type Way } from "./place";
import type { Screens } from "./screens";
import { Sheet } from "./sheet";
import type { Point } from "./strokes";
import { press, Tray } from "./tray";
import type { Colour, Label, Thing, Width } from "./types";
import type { Words } from "./words";

const RUBBER_REACH = 22;
const UNDONE_LIVES_MS = 20_000;
const WORDS_CAP = 20_000;
const DRAG = 24;
// One after another beside each other, so that none hides another.
const NEW_X = [500, 260, 740];
const NEW_Y = [680, 440, 920];
type Mode = "draw" | "write" | "buttons";
type Tool = "pen" | "rubber" | "fill";

function find<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`missing ${selector}`);
  return found;
}

export class Make {
  readonly art: Art;
  private readonly section: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly area: HTMLTextAreaElement;
  private readonly inks: HTMLElement;
  private readonly paper: Paper;
  private readonly place: Place;
  private readonly panels: Panels;
  private readonly tray: Tray;
  private readonly drawing: Drawing;
  private readonly names: Names;
  private photosShown = "";
  private askPhoto: (id: string) => Promise<string | null> = () => Promise.resolve(null);
  private readonly firstMode: Mode;
  private readonly stops = new AbortController();
  private draft: Draft | null = null;
  private sheet = new Sheet();
  private colour: Colour = "damson";
  private width: Width = 12;
  private tool: Tool = "pen";
  /** Where a finger went down on the page of things, and what it does there. */
  private touch: { from: Point; to: Point; picked: boolean; moved: boolean } | null = null;
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
    this.firstMode = this.section.dataset["mode"] === "write" ? "write" : "draw";
    const { stickers = "[]", stickerSheet = "" } = root.dataset;
    this.panels = new Panels(this.section);
    this.tray = new Tray(find(this.section, '[data-panel="tray"]'), stickers, stickerSheet, (code) => this.addSticker(code));
    this.art = { sheet: stickerSheet, nameOf: (code) => this.tray.nameOf(code), photo: (id) => this.askPhoto(id) };
    this.names = new Names(words, () => this.sheet, (colour) => this.colourName(colour), (code) => this.tray.nameOf(code));
    this.place = this.makePlace();
    this.drawing = new Drawing(this.section);
    this.paper = this.makePaper();
    this.listen();
  }

  open(draft: Draft, name: string, prompt: string): void {
    this.draft = draft;
    this.sheet = draft.sheet;
    this.area.value = draft.words;
    this.place.reset();
    this.section.dataset["house"] = draft.house;
    find(this.section, "[data-make-name]").textContent = name;
    for (const line of this.section.querySelectorAll("[data-make-prompt]")) line.textContent = prompt;
    this.setTool("pen");
    const written = draft.words !== "" ? "write" : this.firstMode;
    this.setMode(draft.sheet.isEmpty() ? written : "draw");
    this.paintThings();
    this.paper.fit();
  }

  /** Leave the screen: the line in hand is kept, what was undone is destroyed, nothing stays readable in the page. */
  close(): void {
    this.finishLine();
    this.endDrawing();
    this.panels.close(false);
    this.sheet.forgetUndone();
    this.inksShow(false);
    this.area.value = "";
    this.sheet = new Sheet();
    this.draft = null;
    this.place.reset();
    this.paintThings();
    this.paper.redraw();
  }

  /** A line still under the thumb is a line. */
  finishLine(): void {
    if (this.sheet.end(true) !== null) this.after(null);
  }

  stop(): void {
    this.stops.abort();
    this.paper.stop();
    clearTimeout(this.undoneTimer);
  }

  /** Put a thing on the page and pick it: the next tap or the arrows move it. False when the page is full. */
  addThing(thing: Thing): boolean {
    this.panels.close(false);
    if (!this.sheet.addThing(thing)) {
      this.notice("page_full");
      return false;
    }
    this.setMode("buttons");
    this.after(thing);
    this.place.pick(thing);
    this.canvas.focus({ preventScroll: true });
    return true;
  }

  /** A photo was put on the sheet in hand: it is picked, like any new thing. */
  thingsChanged(): void {
    const thing = this.sheet.things().at(-1);
    if (thing === undefined) return;
    this.setMode("buttons");
    this.after(thing);
    this.place.pick(thing);
  }

  /** Who knows where a photo's bytes lie (a blob: address), or null when they are not on this phone. */
  photosFrom(ask: (id: string) => Promise<string | null>): void {
    this.askPhoto = ask;
  }

  /** What a picture is, for who cannot see it: how many lines, and her things by name. Nothing is guessed. */
  describe(sheet: Sheet): string {
    const lines = this.words.say("drawing_alt", { n: String(sheet.all().length) });
    const things = sheet.things().map((thing) => this.names.thing(thing)).join(", ");
    return things === "" ? lines : this.words.say("picture_alt", { lines, things });
  }

  /** The sheet in hand and an id for a new thing on it. */
  newThing(): { id: string; x: number; y: number; s: 3 } {
    const n = this.sheet.things().length;
    return { id: this.sheet.newId(), x: NEW_X[n % 3] ?? 500, y: NEW_Y[Math.floor(n / 3) % 3] ?? 680, s: 3 };
  }

  private makePlace(): Place {
    return new Place({
      sheet: () => this.sheet,
      ink: () => ({ colour: this.colour, width: this.width }),
      names: this.names,
      words: this.words,
      art: this.art,
      say: (text) => this.screens.say(text),
      changed: (what) => this.after(what),
      moved: () => this.refreshPen(),
      refuse: () => this.notice("page_full"),
    });
  }

  private makePaper(): Paper {
    const hand = {
      down: (point: Point) => this.down(point),
      move: (points: Point[]) => this.move(points),
      up: () => this.up(),
    };
    const overlay = () => ({
      stroke: this.sheet.current(),
      pen: this.place.showPen && this.place.picked === null ? this.place.pen : null,
      penDown: this.place.isDown(),
      picked: this.place.frame(),
    });
    const over = find<HTMLCanvasElement>(this.section, "[data-live-canvas]");
    return new Paper(find(this.section, "[data-sheet]"), this.canvas, over, () => this.sheet.all(), overlay, hand);
  }

  private listen(): void {
    const { signal } = this.stops;
    this.section.addEventListener("click", (event) => this.click(event), { signal });
    this.section.addEventListener("keydown", (event) => this.key(event), { signal });
    this.area.addEventListener("input", () => this.typed(), { signal });
    this.area.addEventListener("blur", () => this.onChange(false), { signal });
    this.canvas.addEventListener("blur", () => this.place.lift(), { signal });
  }

  // ---- a finger on the paper

  private down(point: Point): void {
    this.inksShow(false);
    this.place.lift();
    if (this.section.dataset["mode"] === "buttons") return this.touchDown(point);
    this.place.showPen = false;
    if (this.tool === "fill") return this.fillAt(point);
    if (this.tool === "rubber") return this.rubAt(point);
    if (!this.sheet.begin(this.colour, this.width, point)) this.notice("page_full");
  }

  private move(points: Point[]): void {
    const last = points[points.length - 1];
    if (this.touch !== null && last !== undefined) return this.drag(this.touch, last);
    if (this.tool === "fill") return;
    for (const point of points) {
      if (this.tool === "rubber") this.rubAt(point);
      else if (this.sheet.current() !== null && !this.sheet.extend(point)) this.notice("page_full");
    }
    this.paper.redrawOver();
  }

  private up(): void {
    if (this.touch !== null) return this.touchUp(this.touch);
    this.finishLine();
    this.paper.redrawOver();
  }

  // ---- a finger on the page of things: a tap is enough; dragging works too

  private touchDown(point: Point): void {
    const free = this.place.picked === null;
    if (free) this.place.tap(point);
    this.touch = { from: point, to: point, picked: free, moved: false };
  }

  private drag(touch: { from: Point; to: Point; moved: boolean }, point: Point): void {
    const { picked } = this.place;
    touch.to = point;
    touch.moved ||= Math.hypot(point.x - touch.from.x, point.y - touch.from.y) > DRAG;
    if (!touch.moved || !isThing(picked)) return;
    const ghost = find<SVGElement>(this.section, "[data-ghost]");
    ghost.replaceChildren(thingNode({ ...picked, x: point.x, y: point.y }, this.art));
  }

  private touchUp(touch: { to: Point; picked: boolean; moved: boolean }): void {
    this.touch = null;
    find(this.section, "[data-ghost]").replaceChildren();
    if (touch.moved && isThing(this.place.picked)) this.place.put(this.place.picked, touch.to);
    else if (!touch.picked) this.place.tap(touch.to);
  }

  private rubAt(point: Point): void {
    if (!this.sheet.rubAt(point, RUBBER_REACH)) return;
    this.screens.say(this.words.say("rubbed"));
    this.after(null);
  }

  /** Inside a line: the shape it makes. On empty paper: the paper. */
  private fillAt(point: Point): void {
    const shape = this.sheet.shapeAt(point);
    if (shape !== null) this.sheet.fill(shape, this.colour);
    else if (!this.drawing.isOn()) this.sheet.fillPaper(this.colour);
    this.sayFilled(shape === null ? this.sheet.paper() : (shape.f ?? ""));
    this.after(null);
  }

  private fillPicked(): void {
    const { picked } = this.place;
    if (picked === null || isThing(picked)) return;
    this.sheet.fill(picked, this.colour);
    this.sayFilled(picked.f ?? "");
    this.after(picked);
  }

  private fillPaper(): void {
    this.sheet.fillPaper(this.colour);
    this.sayFilled(this.sheet.paper());
    this.after(null);
  }

  private sayFilled(colour: Colour | ""): void {
    this.screens.say(colour === "" ? this.words.say("unfilled") : this.words.say("filled", { colour: this.colourName(colour) }));
  }

  // ---- after every act

  private notice(key: string): void {
    const note = find<HTMLElement>(this.section, "[data-full]");
    note.textContent = key === "" ? "" : this.words.say(key);
    note.hidden = key === "";
  }

  private after(what: Picked | null): void {
    if (what !== null && !isThing(what)) changed(what);
    if (this.draft !== null) this.drawing.keep(this.draft.sheet, this.sheet);
    this.notice(this.sheet.full() ? "page_full" : this.sheet.nearlyFull() ? "page_nearly_full" : "");
    this.refresh();
    this.paintThings();
    this.paper.redraw();
    this.onChange(false);
  }

  /** The paper's colour, photos below the lines, everything else above them. */
  private paintThings(): void {
    const paper = find<HTMLElement>(this.section, "[data-sheet]");
    paper.dataset["paper"] = this.sheet.paper();
    const things = this.sheet.things();
    this.paintPhotos(things.filter((thing) => thing.k === "photo"));
    paintLayer(find(this.section, "[data-things]"), things.filter((thing) => thing.k !== "photo"), this.art);
  }

  /** Painted again only when one changed: a photo takes a moment to show. */
  private paintPhotos(photos: Thing[]): void {
    const shown = JSON.stringify(photos);
    if (shown !== this.photosShown) paintLayer(find(this.section, "[data-photos]"), photos, this.art);
    this.photosShown = shown;
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

  // ---- buttons and keys

  private click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button === null || this.tray.click(button)) return;
    const { colour, size, tool, step, modeTo, spot } = button.dataset;
    if (colour !== undefined) this.setInk(colour as Colour, this.width);
    if (size !== undefined) this.setInk(this.colour, Number(size) as Width);
    if (tool !== undefined) this.setTool(tool as Tool);
    if (step !== undefined) this.place.step(step as Way);
    if (modeTo !== undefined) this.setMode(modeTo as Mode);
    if (spot !== undefined) this.goTo(Number(spot));
    this.acts[button.dataset["do"] ?? ""]?.();
  }

  private readonly acts: Record<string, () => void> = {
    undo: () => this.undo(),
    redo: () => this.redo(),
    inks: () => this.inksShow(this.inks.hidden !== false),
    "inks-picked": () => this.inksShow(true),
    "fill-paper": () => this.fillPaper(),
    "fill-picked": () => this.fillPicked(),
    "pen-down": () => this.place.toggle(),
    "take-away": () => this.place.takeAway(),
    "let-go": () => this.letGo(),
    bigger: () => this.place.resize(1),
    smaller: () => this.place.resize(-1),
    tray: () => this.openTray(),
    "close-panel": () => this.panels.close(),
    "ask-words": () => this.askWords(),
    "put-words": () => this.putWords(),
    "ask-name": () => this.askName(),
    "put-name": () => this.putName(),
    "ask-spot": () => this.askSpot(),
    "draw-thing": () => this.beginDrawing(),
    "drawn-in": () => this.endDrawing(),
    "drawn-away": () => this.throwDrawing(),
    photo: () => this.panels.close(false),
    voice: () => this.panels.close(false),
  };

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.escape();
    const command = event.ctrlKey || event.metaKey;
    if (event.target === this.canvas && !command && this.place.key(event)) event.preventDefault();
    if (!command || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    const letter = event.key.toLowerCase();
    if (letter !== "z" && letter !== "y") return;
    event.preventDefault();
    if (letter === "y" || event.shiftKey) this.redo();
    else this.undo();
  }

  private escape(): void {
    if (!this.inks.hidden) this.inksShow(false);
    this.panels.close();
  }

  private letGo(): void {
    this.place.pick(null);
    find<HTMLElement>(this.section, '[data-step="left"]').focus({ preventScroll: true });
  }

  private undo(): void {
    this.place.lift();
    this.place.pick(null);
    const step = this.sheet.undo();
    if (step === null) return;
    clearTimeout(this.undoneTimer);
    this.undoneTimer = window.setTimeout(() => this.destroyUndone(), UNDONE_LIVES_MS);
    this.screens.say(this.words.say("undone"));
    this.after(step.of);
  }

  private redo(): void {
    const step = this.sheet.redo();
    if (step === null) return;
    this.screens.say(this.words.say("redone"));
    this.after(step.of);
  }

  /** Nobody who takes the phone later can bring an undone act back. */
  private destroyUndone(): void {
    this.sheet.forgetUndone();
    this.refresh();
  }

  private setTool(tool: Tool): void {
    this.place.lift();
    this.tool = tool;
    this.inksShow(false);
    if (this.section.dataset["mode"] !== "draw") this.setMode("draw");
    press(this.section.querySelectorAll("[data-tool]"), (button) => button.dataset["tool"] === tool);
  }

  private setInk(colour: Colour, width: Width): void {
    this.place.lift();
    this.colour = colour;
    this.width = width;
    press(this.inks.querySelectorAll("[data-colour], [data-size]"), (button) =>
      button.dataset["colour"] === colour || button.dataset["size"] === String(width));
    find(this.section, "[data-blob]").setAttribute("class", `blob pen-${colour}`);
    if (this.tool === "rubber") this.setTool("pen");
    this.inksShow(false);
    this.focusFirst('[data-do="inks-picked"]', '[data-do="inks"]');
  }

  /** The first of these that can be seen. */
  private focusFirst(...selectors: string[]): void {
    const seen = selectors.map((each) => this.section.querySelector<HTMLElement>(each)).find((each) => each?.offsetParent);
    seen?.focus({ preventScroll: true });
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
    press(this.section.querySelectorAll("[data-mode-to]"), (button) => button.dataset["modeTo"] === mode);
    if (mode === "write") this.area.focus({ preventScroll: true });
    this.refresh();
    this.paper.fit();
  }

  private colourName(colour: Colour): string {
    const name = this.section.querySelector(`[data-colour="${colour}"] [data-colour-name]`);
    return (name?.textContent ?? "").toLocaleLowerCase(document.documentElement.lang);
  }

  // ---- things

  private openTray(): void {
    if (this.panels.open("tray") !== null) this.tray.show();
  }

  private addSticker(code: string): void {
    this.addThing({ ...this.newThing(), k: "sticker", n: code });
  }

  private askWords(): void {
    const { picked } = this.place;
    const panel = this.panels.open("words");
    if (panel !== null && isThing(picked) && picked.k === "words") find<HTMLTextAreaElement>(panel, "textarea").value = picked.t;
  }

  private putWords(): void {
    const { picked } = this.place;
    const text = find<HTMLTextAreaElement>(this.section, '[data-panel="words"] textarea').value.trim();
    if (text === "") return this.screens.say(this.words.say("no_words"));
    if (!isThing(picked) || picked.k !== "words") {
      this.addThing({ ...this.newThing(), k: "words", t: text, c: this.colour });
      return;
    }
    this.panels.close();
    this.sheet.changeThing<Label>(picked, { t: text });
    this.after(picked);
  }

  private askName(): void {
    const { picked } = this.place;
    const panel = this.panels.open("name");
    if (panel !== null && isThing(picked)) find<HTMLInputElement>(panel, "input").value = picked.said ?? "";
  }

  private putName(): void {
    const { picked } = this.place;
    const said = find<HTMLInputElement>(this.section, '[data-panel="name"] input').value.trim();
    this.panels.close();
    if (!isThing(picked)) return;
    this.sheet.changeThing(picked, { said });
    this.after(picked);
    this.screens.say(this.place.nameOf(picked));
  }

  private askSpot(): void {
    const panel = this.panels.open("spots");
    if (panel === null) return;
    const rows = this.place.spots().map(({ words }, at) => spotRow(words, at));
    find(panel, "[data-spot-list]").replaceChildren(...rows);
  }

  private goTo(at: number): void {
    const spot = this.place.spots()[at]?.spot;
    this.panels.close();
    if (spot !== undefined && isThing(this.place.picked)) this.place.put(this.place.picked, spot);
  }

  // ---- something else: draw it

  private beginDrawing(): void {
    const { draft } = this;
    if (draft === null) return;
    this.panels.close(false);
    const started = this.drawing.begin(draft.sheet, this.newThing());
    if (started === null) return this.notice("page_full");
    this.sheet = started;
    this.setTool("pen");
    this.after(null);
    this.canvas.focus({ preventScroll: true });
  }

  private endDrawing(): void {
    const { draft } = this;
    if (draft === null || !this.drawing.isOn()) return;
    this.finishLine();
    this.sheet.forgetUndone();
    const thing = this.drawing.end(draft.sheet);
    this.sheet = draft.sheet;
    if (thing === null) return this.after(null);
    this.setMode("buttons");
    this.after(thing);
    this.place.pick(thing);
  }

  private throwDrawing(): void {
    const { draft } = this;
    if (draft === null) return;
    this.sheet.end();
    this.drawing.throwAway(draft.sheet, this.sheet);
    this.sheet = draft.sheet;
    this.screens.say(this.words.say("deleted"));
    this.setTool("pen");
    this.after(null);
  }

  // ---- what the buttons say now

  private refresh(): void {
    find<HTMLButtonElement>(this.section, '[data-do="undo"]').disabled = !this.sheet.canUndo();
    find<HTMLButtonElement>(this.section, '[data-do="redo"]').disabled = !this.sheet.canRedo();
    this.refreshPen();
  }

  private refreshPen(): void {
    const { picked } = this.place;
    const kind = picked === null ? "none" : !isThing(picked) ? "line" : picked.k === "words" ? "label" : "thing";
    this.section.dataset["picked"] = kind;
    for (const button of this.section.querySelectorAll<HTMLElement>("[data-for]"))
      button.hidden = !(button.dataset["for"] ?? "").split(" ").includes(kind);
    find(this.section, '[data-do="pen-down"]').setAttribute("aria-pressed", String(this.place.isDown()));
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
    find<HTMLElement>(this.section, "[data-no-lines]").hidden = list.childElementCount > 0;
  }
}

function spotRow(words: string, at: number): HTMLElement {
  const row = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "line-pick";
  button.dataset["spot"] = String(at);
  button.textContent = words;
  row.append(button);
  return row;
}
