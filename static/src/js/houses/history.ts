/** "My houses": what was sent through time, side by side with the first time. Drawn from what this phone keeps (design §6). */
import type { EntryState, Sent } from "./api";
import { fromServer } from "./drafts";
import type { Make } from "./make";
import { pictureOf } from "./picture";
import type { Screens } from "./screens";

export interface Shelf {
  sent: Sent[];
  states: EntryState[];
  /** Ids of what was sent and still waits on this phone. */
  waiting: string[];
}

/** What was made at one time, the earliest time first. */
export function times(sent: readonly Sent[]): Sent[][] {
  const sets = new Map<string, Sent[]>();
  const inOrder = [...sent].sort((a, b) => (a.made_at < b.made_at ? -1 : a.made_at > b.made_at ? 1 : a.id < b.id ? -1 : 1));
  for (const one of inOrder) sets.set(one.set_id, [...(sets.get(one.set_id) ?? []), one]);
  return [...sets.values()];
}

export class History {
  private all: Sent[][] = [];
  private at = 0;
  private shelf: Shelf = { sent: [], states: [], waiting: [] };
  private readonly section: HTMLElement | null;

  constructor(private readonly root: HTMLElement, private readonly make: Make, private readonly screens: Screens) {
    this.section = screens.section("mine");
  }

  /** Show the newest time beside the first. */
  show(shelf: Shelf): void {
    this.shelf = shelf;
    this.all = times(shelf.sent);
    this.at = Math.max(0, this.all.length - 1);
    this.screens.show("mine");
    this.draw();
  }

  /** One time earlier (-1) or later (1); the first stays where it is. */
  step(by: number): void {
    this.at = Math.min(this.all.length - 1, Math.max(Math.min(1, this.all.length - 1), this.at + by));
    this.draw();
    this.screens.say(this.section?.querySelector("[data-mine-when='now']")?.textContent ?? "");
  }

  private draw(): void {
    const { section } = this;
    if (section === null) return;
    const several = this.all.length > 1;
    const hide = (what: string, hidden: boolean): void => {
      for (const one of section.querySelectorAll<HTMLElement>(what)) one.hidden = hidden;
    };
    hide("[data-mine-none]", this.all.length > 0);
    hide("[data-mine-beside]", this.all.length === 0);
    hide("[data-mine-now]", !several);
    hide("[data-mine-steps]", this.all.length < 3);
    this.column("first", this.all[0] ?? []);
    if (several) this.column("now", this.all[this.at] ?? []);
    const press = (what: string, off: boolean): void => {
      const button = section.querySelector<HTMLButtonElement>(`[data-do="${what}"]`);
      if (button) button.disabled = off;
    };
    press("mine-earlier", this.at <= 1);
    press("mine-later", this.at >= this.all.length - 1);
  }

  private column(which: "first" | "now", entries: readonly Sent[]): void {
    const place = this.section?.querySelector(`[data-mine-list="${which}"]`);
    const when = this.section?.querySelector(`[data-mine-when="${which}"]`);
    if (!place || !when) return;
    when.textContent = entries[0] ? this.day(entries[0].made_at) : "";
    place.replaceChildren(...entries.map((entry) => this.cell(entry)));
  }

  private cell(entry: Sent): Node {
    const template = this.root.querySelector<HTMLTemplateElement>("template[data-mine-cell]");
    const cell = template?.content.firstElementChild?.cloneNode(true);
    if (!(cell instanceof HTMLElement)) return document.createTextNode("");
    const draft = fromServer({ ...entry, rev: 1, signed_in: true }, 1);
    const say = (what: string, text: string): void => {
      const slot = cell.querySelector<HTMLElement>(what);
      if (slot === null) return;
      slot.textContent = text;
      slot.hidden = text === "";
    };
    say("[data-cell-house]", draft.name || this.houseName(entry));
    say("[data-cell-words]", draft.words);
    const paper = cell.querySelector<HTMLElement>("[data-cell-paper]");
    paper?.setAttribute("aria-label", draft.said || this.make.describe(draft.sheet));
    paper?.replaceChildren(pictureOf(draft.sheet, this.make.art));
    if (paper) paper.hidden = draft.sheet.isEmpty();
    this.state(cell, entry.id);
    return cell;
  }

  private state(cell: HTMLElement, id: string): void {
    const slot = cell.querySelector("[data-cell-state]");
    const state = this.shelf.states.find((one) => one.id === id);
    if (slot === null) return;
    if (state?.state === "read") this.screens.state(slot, "read", state.text);
    // What waits nowhere on this phone left it when the server had named it.
    else this.screens.state(slot, this.shelf.waiting.includes(id) ? "offline" : "arrived");
  }

  private houseName(entry: Sent): string {
    const button = this.root.querySelector(`[data-house="${CSS.escape(entry.content.house)}"] [data-house-name]`);
    return button?.textContent ?? "";
  }

  private day(moment: string): string {
    const how = { day: "numeric", month: "long", year: "numeric" } as const;
    const { lang } = document.documentElement;
    return new Date(moment).toLocaleDateString(lang === "en" ? "en-GB" : lang, how);
  }
}
