/** The tray of stickers: built when it is first opened, so that a page costs nothing for it. */
import { node } from "./picture";
import { plainCode } from "./names";

/** [group, its name, [[code, name], …]], as webapp/houses/stickers.py hands it over. */
export type Group = [string, string, [string, string][]];
const PEOPLE = "people";
const GREY = "someone";

export class Tray {
  private readonly groups: Group[];
  private readonly names = new Map<string, string>();
  private tone = "";
  private open = "";

  constructor(
    private readonly panel: HTMLElement,
    json: string,
    private readonly sheet: string,
    private readonly picked: (code: string) => void,
  ) {
    this.groups = JSON.parse(json) as Group[];
    for (const [, , stickers] of this.groups) for (const [code, name] of stickers) this.names.set(code, name);
  }

  nameOf(code: string): string {
    return this.names.get(plainCode(code)) ?? "";
  }

  /** Show the group that was open last; at first the first. */
  show(): void {
    if (this.open === "") this.buildGroups();
    this.showGroup(this.open === "" ? PEOPLE : this.open);
  }

  /** A click in the tray; true when it was one of its own buttons. */
  click(button: HTMLElement): boolean {
    const { group, tone, sticker } = button.dataset;
    if (group !== undefined) this.showGroup(group);
    else if (tone !== undefined) this.setTone(tone);
    else if (sticker !== undefined) this.picked(sticker);
    else return false;
    return true;
  }

  private find(selector: string): HTMLElement {
    const found = this.panel.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`missing ${selector}`);
    return found;
  }

  private buildGroups(): void {
    const buttons = this.groups.map(([group, name]) => tile({ group }, "btn quiet slim", name));
    this.find("[data-groups]").replaceChildren(...buttons);
  }

  private showGroup(group: string): void {
    this.open = group;
    this.find("[data-tones]").hidden = group !== PEOPLE;
    press(this.panel.querySelectorAll("[data-group]"), (button) => button.dataset["group"] === group);
    const stickers = this.groups.find(([key]) => key === group)?.[2] ?? [];
    this.find("[data-stickers]").replaceChildren(...stickers.map(([code, name]) => this.sticker(group, code, name)));
  }

  private setTone(tone: string): void {
    this.tone = tone === this.tone ? "" : tone;
    press(this.panel.querySelectorAll("[data-tone]"), (button) => button.dataset["tone"] === this.tone);
    this.showGroup(this.open);
  }

  private sticker(group: string, code: string, name: string): HTMLElement {
    const toned = group === PEOPLE && code !== GREY && this.tone !== "";
    const feeling = code.startsWith("feel-");
    const button = tile({ sticker: toned ? `${code}-${this.tone}` : code }, feeling ? "sticker-pick word" : "sticker-pick", name);
    const art = node("use", { href: `${this.sheet}#${feeling ? "feel" : code}`, class: toned ? `tone-${this.tone}` : "" });
    button.prepend(node("svg", { viewBox: "0 0 96 96", "aria-hidden": "true" }, art));
    return button;
  }
}

function tile(data: Record<string, string>, looks: string, words: string): HTMLButtonElement {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.className = looks;
  Object.assign(button.dataset, data);
  said.textContent = words;
  button.append(said);
  return button;
}

export function press(buttons: Iterable<Element>, on: (button: HTMLElement) => boolean): void {
  for (const button of buttons) button.setAttribute("aria-pressed", String(on(button as HTMLElement)));
}
