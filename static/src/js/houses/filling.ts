/** What "Fill" colours: the shape of a line, or the paper. */
import type { Making } from "./making";
import { isThing } from "./place";
import type { Point } from "./strokes";
import type { Colour } from "./types";

export class Filling {
  constructor(private readonly making: Making) {}

  /** Inside a line: the shape it makes. On empty paper: the paper. A thing drawn on a sheet of its own has no paper. */
  at(point: Point): void {
    const { making } = this;
    const sheet = making.sheet();
    const shape = sheet.shapeAt(point);
    if (shape !== null) sheet.fill(shape, making.ink().colour);
    else if (!making.isDrawingThing()) sheet.fillPaper(making.ink().colour);
    this.say(shape === null ? sheet.paper() : (shape.f ?? ""));
    making.after(null);
  }

  picked(): void {
    const { picked } = this.making.place;
    if (picked === null || isThing(picked)) return;
    this.making.sheet().fill(picked, this.making.ink().colour);
    this.say(picked.f ?? "");
    this.making.after(picked);
  }

  paper(): void {
    this.making.sheet().fillPaper(this.making.ink().colour);
    this.say(this.making.sheet().paper());
    this.making.after(null);
  }

  private say(colour: Colour | ""): void {
    if (colour === "") this.making.say("unfilled");
    else this.making.say("filled", { colour: this.making.colourName(colour) });
  }
}
