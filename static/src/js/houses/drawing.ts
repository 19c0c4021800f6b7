/** "Something else: draw it": an empty sheet with a frame and a name. It is on the page, and kept, from the first line. */
import { Sheet } from "./sheet";
import type { Drawn, Size } from "./types";

export class Drawing {
  private thing: Drawn | null = null;

  constructor(private readonly section: HTMLElement) {}

  isOn(): boolean {
    return this.thing !== null;
  }

  /** The sheet to draw on; null when the page is full. */
  begin(page: Sheet, at: { id: string; x: number; y: number; s: Size }): Sheet | null {
    const thing: Drawn = { ...at, k: "drawn", d: [] };
    if (!page.addThing(thing)) return null;
    this.thing = thing;
    this.section.dataset["drawing"] = "1";
    this.field().value = "";
    return new Sheet();
  }

  /** After every line: the thing on the page is what the sheet shows. */
  keep(page: Sheet, sheet: Sheet): void {
    if (this.thing !== null && sheet !== page) page.redraw(this.thing, sheet.all());
  }

  /** The finished thing, with its name; null when nothing was drawn: then nothing is added. */
  end(page: Sheet): Drawn | null {
    const { thing } = this;
    const said = this.field().value.trim();
    this.leave();
    if (thing === null) return null;
    if (thing.d.length > 0) {
      if (said !== "") page.changeThing(thing, { said });
      return thing;
    }
    page.deleteThing(thing);
    return null;
  }

  /** Nothing of it is left. */
  throwAway(page: Sheet, sheet: Sheet): void {
    for (const line of [...sheet.all()]) sheet.rub(line);
    if (this.thing !== null) page.deleteThing(this.thing);
    this.leave();
  }

  private leave(): void {
    this.thing = null;
    this.field().value = "";
    delete this.section.dataset["drawing"];
  }

  private field(): HTMLInputElement {
    const found = this.section.querySelector<HTMLInputElement>("[data-drawn-name]");
    if (found === null) throw new Error("missing the name field");
    return found;
  }
}
