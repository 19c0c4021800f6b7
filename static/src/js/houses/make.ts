/** The make screen: paper, tools, colours, things, writing, and the way without a finger. */
import { Asks } from "./asks";
import { Buttons } from "./buttons";
import type { Draft } from "./drafts";
import { changed, Paper } from "./draw";
import { Drawing } from "./drawing";
import { Filling } from "./filling";
import { Finger } from "./finger";
import { Inks } from "./inks";
import { Layers } from "./layers";
import { find, type Making, type Mode, type Tool } from "./making";
import { Names } from "./names";
import { Panels } from "./panels";
import type { Art } from "./picture";
import { isThing, type Picked, Place, type Way } from "./place";
import type { Screens } from "./screens";
import { Sheet } from "./sheet";
import { freshSpot } from "./spots";
import { press, Tray } from "./tray";
import type { Colour, Thing, Width } from "./types";
import { Undoing } from "./undoing";
import type { Words } from "./words";

const WORDS_CAP = 20_000;

export class Make {
  readonly art: Art;
  private readonly section: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly area: HTMLTextAreaElement;
  private readonly paper: Paper;
  private readonly place: Place;
  private readonly panels: Panels;
  private readonly tray: Tray;
  private readonly drawing: Drawing;
  private readonly names: Names;
  private readonly inks: Inks;
  private readonly layers: Layers;
  private readonly buttons: Buttons;
  private readonly filling: Filling;
  private readonly asks: Asks;
  private readonly undoing: Undoing;
  private askPhoto: (id: string) => Promise<string | null> = () => Promise.resolve(null);
  private readonly firstMode: Mode;
  private readonly stops = new AbortController();
  private draft: Draft | null = null;
  private sheet = new Sheet();
  private tool: Tool = "pen";

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
    this.firstMode = this.section.dataset["mode"] === "write" ? "write" : "draw";
    const { stickers = "[]", stickerSheet = "" } = root.dataset;
    this.panels = new Panels(this.section);
    this.tray = new Tray(find(this.section, '[data-panel="tray"]'), stickers, stickerSheet, (n) => this.addThing({ ...this.newThing(), k: "sticker", n }));
    this.art = { sheet: stickerSheet, nameOf: (code) => this.tray.nameOf(code), photo: (id) => this.askPhoto(id) };
    this.inks = new Inks(this.section);
    this.names = new Names(words, () => this.sheet, (colour) => this.inks.nameOf(colour), (code) => this.tray.nameOf(code));
    this.place = this.makePlace();
    this.drawing = new Drawing(this.section);
    this.layers = new Layers(this.section, this.art);
    this.buttons = new Buttons(this.section, this.place);
    const making = this.makeMaking();
    this.filling = new Filling(making);
    this.asks = new Asks(making, this.panels);
    this.undoing = new Undoing(making, () => this.refresh());
    this.paper = this.makePaper(new Finger(making, this.filling));
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
    this.layers.paint(this.sheet);
    this.paper.fit();
  }

  /** Leave the screen: the line in hand is kept, what was undone is destroyed, nothing stays readable in the page. */
  close(): void {
    this.finishLine();
    this.endDrawing();
    this.panels.close(false);
    this.sheet.forgetUndone();
    this.inks.show(false);
    this.area.value = "";
    this.sheet = new Sheet();
    this.draft = null;
    this.place.reset();
    this.layers.paint(this.sheet);
    this.paper.redraw();
  }

  /** A line still under the thumb is a line. */
  finishLine(): void {
    if (this.sheet.end(true) !== null) this.after(null);
  }

  stop(): void {
    this.stops.abort();
    this.paper.stop();
    this.undoing.stop();
  }

  /** Put a thing on the page and pick it: the next tap or the arrows move it. False when the page is full. */
  addThing(thing: Thing): boolean {
    this.panels.close(false);
    if (!this.sheet.addThing(thing)) {
      this.notice("page_full");
      return false;
    }
    this.showNew(thing);
    this.canvas.focus({ preventScroll: true });
    return true;
  }

  /** A photo was put on the sheet in hand: it is picked, like any new thing. */
  thingsChanged(): void {
    const thing = this.sheet.things().at(-1);
    if (thing !== undefined) this.showNew(thing);
  }

  private showNew(thing: Thing): void {
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
    return { id: this.sheet.newId(), s: 3, ...freshSpot(this.sheet.things().length) };
  }

  private makePlace(): Place {
    return new Place({
      sheet: () => this.sheet,
      ink: () => this.inks,
      names: this.names,
      words: this.words,
      art: this.art,
      say: (text) => this.screens.say(text),
      changed: (what) => this.after(what),
      moved: () => this.refreshPicked(),
      refuse: () => this.notice("page_full"),
    });
  }

  private makeMaking(): Making {
    return {
      art: this.art,
      place: this.place,
      ghost: find(this.section, "[data-ghost]"),
      sheet: () => this.sheet,
      mode: () => this.section.dataset["mode"] as Mode,
      tool: () => this.tool,
      ink: () => this.inks,
      colourName: (colour) => this.inks.nameOf(colour),
      isDrawingThing: () => this.drawing.isOn(),
      newThing: () => this.newThing(),
      addThing: (thing) => this.addThing(thing),
      hideInks: () => this.inks.show(false),
      finishLine: () => this.finishLine(),
      redrawOver: () => this.paper.redrawOver(),
      after: (what) => this.after(what),
      notice: (key) => this.notice(key),
      say: (key, places) => this.screens.say(this.words.say(key, places)),
      tell: (text) => this.screens.say(text),
    };
  }

  private makePaper(finger: Finger): Paper {
    const overlay = () => ({
      stroke: this.sheet.current(),
      pen: this.place.showPen && this.place.picked === null ? this.place.pen : null,
      penDown: this.place.isDown(),
      picked: this.place.frame(),
    });
    const over = find<HTMLCanvasElement>(this.section, "[data-live-canvas]");
    return new Paper(find(this.section, "[data-sheet]"), this.canvas, over, () => this.sheet.all(), overlay, finger);
  }

  private listen(): void {
    const { signal } = this.stops;
    this.section.addEventListener("click", (event) => this.click(event), { signal });
    this.section.addEventListener("keydown", (event) => this.key(event), { signal });
    this.area.addEventListener("input", () => this.typed(), { signal });
    this.area.addEventListener("blur", () => this.onChange(false), { signal });
    this.canvas.addEventListener("focus", () => this.inks.show(false), { signal });
    this.canvas.addEventListener("blur", () => this.place.lift(), { signal });
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
    this.layers.paint(this.sheet);
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

  // ---- buttons and keys

  private click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (button === null || this.tray.click(button)) return;
    const { colour, size, tool, step, modeTo, spot } = button.dataset;
    if (colour !== undefined) this.setInk(colour as Colour, this.inks.width);
    if (size !== undefined) this.setInk(this.inks.colour, Number(size) as Width);
    if (tool !== undefined) this.setTool(tool as Tool);
    if (step !== undefined) this.place.step(step as Way);
    if (modeTo !== undefined) this.setMode(modeTo as Mode);
    if (spot !== undefined) this.asks.goTo(Number(spot));
    this.acts[button.dataset["do"] ?? ""]?.();
  }

  private readonly acts: Record<string, () => void> = {
    undo: () => this.undoing.undo(),
    redo: () => this.undoing.redo(),
    inks: () => this.inks.show(!this.inks.isOpen()),
    "inks-picked": () => this.inks.show(true),
    "fill-paper": () => this.filling.paper(),
    "fill-picked": () => this.filling.picked(),
    "pen-down": () => this.place.toggle(),
    "take-away": () => this.place.takeAway(),
    "let-go": () => this.letGo(),
    bigger: () => this.place.resize(1),
    smaller: () => this.place.resize(-1),
    tray: () => this.openTray(),
    "close-panel": () => this.panels.close(),
    "ask-words": () => this.asks.forWords(),
    "put-words": () => this.asks.putWords(),
    "ask-name": () => this.asks.forName(),
    "put-name": () => this.asks.putName(),
    "ask-spot": () => this.asks.forSpot(),
    "draw-thing": () => this.beginDrawing(),
    "drawn-in": () => this.endDrawing(),
    "drawn-away": () => this.throwDrawing(),
    photo: () => this.panels.close(),
    voice: () => this.panels.close(),
  };

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.escape();
    const command = event.ctrlKey || event.metaKey;
    if (event.target === this.canvas && !command && this.place.key(event)) event.preventDefault();
    if (!command || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
    const letter = event.key.toLowerCase();
    if (letter !== "z" && letter !== "y") return;
    event.preventDefault();
    if (letter === "y" || event.shiftKey) this.undoing.redo();
    else this.undoing.undo();
  }

  private escape(): void {
    if (this.inks.isOpen()) this.inks.show(false);
    this.panels.close();
  }

  private letGo(): void {
    this.place.pick(null);
    find<HTMLElement>(this.section, '[data-step="left"]').focus({ preventScroll: true });
  }

  private setTool(tool: Tool): void {
    this.place.lift();
    this.tool = tool;
    this.inks.show(false);
    if (this.section.dataset["mode"] !== "draw") this.setMode("draw");
    press(this.section.querySelectorAll("[data-tool]"), (button) => button.dataset["tool"] === tool);
  }

  private setInk(colour: Colour, width: Width): void {
    this.place.lift();
    this.inks.choose(colour, width);
    if (this.tool === "rubber") this.setTool("pen");
    this.inks.show(false);
    this.focusFirst('[data-do="inks-picked"]', '[data-do="inks"]');
  }

  /** The first of these that can be seen. */
  private focusFirst(...selectors: string[]): void {
    const seen = selectors.map((each) => this.section.querySelector<HTMLElement>(each)).find((each) => each?.offsetParent);
    seen?.focus({ preventScroll: true });
  }

  private setMode(mode: Mode): void {
    this.place.lift();
    this.place.pick(null);
    this.place.showPen = mode === "buttons";
    this.inks.show(false);
    this.section.dataset["mode"] = mode;
    press(this.section.querySelectorAll("[data-mode-to]"), (button) => button.dataset["modeTo"] === mode);
    if (mode === "write") this.area.focus({ preventScroll: true });
    this.refresh();
    this.paper.fit();
  }

  // ---- things

  private openTray(): void {
    if (this.panels.open("tray") !== null) this.tray.show();
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
    if (thing === null) this.after(null);
    else this.showNew(thing);
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
    this.buttons.refreshUndo(this.sheet);
    this.refreshPicked();
  }

  private refreshPicked(): void {
    this.buttons.refreshPicked();
    this.paper.redrawOver();
  }
}
