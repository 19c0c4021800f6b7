/** What lies on the paper besides lines: its colour, photos below the lines, everything else above them. */
import { find } from "./making";
import { type Art, paintLayer } from "./picture";
import type { Sheet } from "./sheet";
import type { Thing } from "./types";

export class Layers {
  private photosShown = "";

  constructor(private readonly section: HTMLElement, private readonly art: Art) {}

  paint(sheet: Sheet): void {
    find<HTMLElement>(this.section, "[data-sheet]").dataset["paper"] = sheet.paper();
    const things = sheet.things();
    this.paintPhotos(things.filter((thing) => thing.k === "photo"));
    paintLayer(find(this.section, "[data-things]"), things.filter((thing) => thing.k !== "photo"), this.art);
  }

  /** Painted again only when one changed: a photo takes a moment to show. */
  private paintPhotos(photos: Thing[]): void {
    const shown = JSON.stringify(photos);
    if (shown !== this.photosShown) paintLayer(find(this.section, "[data-photos]"), photos, this.art);
    this.photosShown = shown;
  }
}
