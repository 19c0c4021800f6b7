/** What the buttons say now: what can be undone, what can be done to what is picked, and the list of things. */
import { find } from "./making";
import { isThing, type Picked, type Place } from "./place";
import type { Sheet } from "./sheet";

function kindOf(picked: Picked | null): string {
  if (picked === null) return "none";
  if (!isThing(picked)) return "line";
  return picked.k === "words" ? "label" : "thing";
}

export class Buttons {
  constructor(private readonly section: HTMLElement, private readonly place: Place) {}

  /** A button that goes grey under the focus hands it to the other one. */
  refreshUndo(sheet: Sheet): void {
    const undo = find<HTMLButtonElement>(this.section, '[data-do="undo"]');
    const redo = find<HTMLButtonElement>(this.section, '[data-do="redo"]');
    const at = document.activeElement;
    undo.disabled = !sheet.canUndo();
    redo.disabled = !sheet.canRedo();
    if (at === undo && undo.disabled) redo.focus({ preventScroll: true });
    if (at === redo && redo.disabled) undo.focus({ preventScroll: true });
  }

  /** The focus never stays on a button that is away. */
  refreshPicked(): void {
    const { place } = this;
    const kind = kindOf(place.picked);
    const at = document.activeElement as HTMLElement | null;
    this.section.dataset["picked"] = kind;
    for (const button of this.section.querySelectorAll<HTMLElement>("[data-for]"))
      button.hidden = !(button.dataset["for"] ?? "").split(" ").includes(kind);
    if (at?.hidden === true) find<HTMLElement>(this.section, '[data-step="left"]').focus({ preventScroll: true });
    find(this.section, '[data-do="pen-down"]').setAttribute("aria-pressed", String(place.isDown()));
    this.refreshList();
  }

  /** The list is made again only when it is looked at; the focus stays on the same line. */
  private refreshList(): void {
    if (this.section.dataset["mode"] !== "buttons") return;
    const list = find<HTMLElement>(this.section, "[data-lines]");
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement as HTMLButtonElement);
    this.place.list(list);
    if (at >= 0) list.querySelectorAll("button")[at]?.focus({ preventScroll: true });
    find<HTMLElement>(this.section, "[data-no-lines]").hidden = list.childElementCount > 0;
  }
}
