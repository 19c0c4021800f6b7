/** What she is asked about a thing, in a panel of its own: its words, its name, its place. */
import { find, type Making } from "./making";
import type { Panels } from "./panels";
import { isThing } from "./place";
import type { Label } from "./types";

export class Asks {
  constructor(private readonly making: Making, private readonly panels: Panels) {}

  forWords(): void {
    const { picked } = this.making.place;
    const panel = this.panels.open("words");
    if (panel !== null && isThing(picked) && picked.k === "words") find<HTMLTextAreaElement>(panel, "textarea").value = picked.t;
  }

  putWords(): void {
    const { making } = this;
    const { picked } = making.place;
    const text = this.typed("textarea");
    if (text === "") return making.say("no_words");
    if (!isThing(picked) || picked.k !== "words") {
      making.addThing({ ...making.newThing(), k: "words", t: text, c: making.ink().colour });
      return;
    }
    this.panels.close();
    making.sheet().changeThing<Label>(picked, { t: text });
    making.after(picked);
  }

  forName(): void {
    const { picked } = this.making.place;
    const panel = this.panels.open("name");
    if (panel !== null && isThing(picked)) find<HTMLInputElement>(panel, "input").value = picked.said ?? "";
  }

  putName(): void {
    const { making } = this;
    const { picked } = making.place;
    const said = this.typed("input");
    this.panels.close();
    if (!isThing(picked)) return;
    making.sheet().changeThing(picked, { said });
    making.after(picked);
    making.tell(making.place.nameOf(picked));
  }

  forSpot(): void {
    const panel = this.panels.open("spots");
    if (panel === null) return;
    const rows = this.making.place.spots().map(({ words }, at) => spotRow(words, at));
    find(panel, "[data-spot-list]").replaceChildren(...rows);
  }

  goTo(at: number): void {
    const { place } = this.making;
    const spot = place.spots()[at]?.spot;
    this.panels.close();
    if (spot !== undefined && isThing(place.picked)) place.put(place.picked, spot);
  }

  private typed(field: "textarea" | "input"): string {
    const panel = this.panels.current();
    return panel === null ? "" : find<HTMLInputElement | HTMLTextAreaElement>(panel, field).value.trim();
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
