/** The colours and sizes of the pen: which is chosen, and the panel they are chosen in. */
import { find } from "./making";
import { press } from "./tray";
import type { Colour, Width } from "./types";

export class Inks {
  colour: Colour = "damson";
  width: Width = 12;
  private readonly panel: HTMLElement;

  constructor(private readonly section: HTMLElement) {
    this.panel = find(section, "[data-inks]");
  }

  isOpen(): boolean {
    return !this.panel.hidden;
  }

  show(show: boolean): void {
    this.panel.hidden = !show;
    find(this.section, '[data-do="inks"]').setAttribute("aria-expanded", String(show));
    if (show) find<HTMLElement>(this.panel, '[data-colour][aria-pressed="true"]').focus();
  }

  choose(colour: Colour, width: Width): void {
    this.colour = colour;
    this.width = width;
    press(this.panel.querySelectorAll("[data-colour], [data-size]"), (button) =>
      button.dataset["colour"] === colour || button.dataset["size"] === String(width));
    find(this.section, "[data-blob]").setAttribute("class", `blob pen-${colour}`);
  }

  nameOf(colour: Colour): string {
    const name = this.panel.querySelector(`[data-colour="${colour}"] [data-colour-name]`);
    return (name?.textContent ?? "").toLocaleLowerCase(document.documentElement.lang);
  }
}
