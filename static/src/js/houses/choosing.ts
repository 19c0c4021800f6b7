/** Which template, which of its parts, and what the child calls them. Every word is the page's own or the child's. */
import type { Draft } from "./drafts";
import { uuid7 } from "./ids";
import type { Screens } from "./screens";
import type { House } from "./types";

interface Own {
  name: string;
  sign: string;
}

export class Choosing {
  private template: string;
  private readonly own = new Map<House, Own>();
  private readonly sets = new Map<string, string>();

  constructor(private readonly root: HTMLElement, private readonly screens: Screens) {
    this.template = this.block()?.dataset["templateBlock"] ?? "";
    this.use(this.template);
  }

  /** Where there is more than one template, the child picks one first. */
  first(): string {
    return this.screens.has("kinds") ? "kinds" : "choose";
  }

  private block(): HTMLElement | null {
    return this.root.querySelector<HTMLElement>("[data-template-block]:not([hidden])");
  }

  use(template: string): void {
    this.template = template;
    for (const block of this.root.querySelectorAll<HTMLElement>("[data-template-block]"))
      block.hidden = block.dataset["templateBlock"] !== template;
    for (const way of this.root.querySelectorAll<HTMLElement>("[data-template-of]"))
      way.hidden = way.dataset["templateOf"] !== template;
    const title = this.root.querySelector("[data-choose-title]");
    if (title !== null) title.textContent = this.block()?.dataset["title"] ?? "";
  }

  /** What is made with one template at one time belongs together. */
  setId(button: HTMLElement): string {
    const template = button.dataset["template"] ?? this.template;
    const found = this.sets.get(template) ?? uuid7();
    this.sets.set(template, found);
    return found;
  }

  /** The entry says which template it is of, and what the child calls its house. */
  dress(draft: Draft, button: HTMLElement): void {
    draft.template = button.dataset["template"] || draft.template;
    const { name, sign } = this.own.get(draft.house) ?? draft;
    Object.assign(draft, { name, sign });
  }

  // ---- names and signs

  openNames(): void {
    for (const box of this.root.querySelectorAll<HTMLInputElement>('input[name="naming"], input[name="own-sign"]'))
      box.checked = false;
    this.field().value = "";
    this.screens.error("naming", "");
    this.screens.show("naming");
  }

  /** The name that house has now stands in the field. */
  namingChanged(box: HTMLInputElement): void {
    if (box.name === "naming") this.field().value = this.own.get(box.value)?.name ?? "";
  }

  keepName(): boolean {
    const house = this.picked("naming");
    this.screens.error("naming", house === "" ? undefined : "");
    if (house === "") return false;
    const sign = this.picked("own-sign") || (this.own.get(house)?.sign ?? "");
    this.call(house, { name: this.field().value.trim(), sign });
    return true;
  }

  private field(): HTMLInputElement {
    return this.root.querySelector<HTMLInputElement>("[data-own-name]") ?? document.createElement("input");
  }

  private picked(name: string): string {
    return this.root.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? "";
  }

  private call(house: House, own: Own): void {
    this.own.set(house, own);
    const key = CSS.escape(house);
    const places = `button[data-house="${key}"] [data-house-name], [data-shown-name="${key}"]`;
    for (const place of this.root.querySelectorAll<HTMLElement>(places)) {
      place.dataset["ours"] ??= place.textContent ?? "";
      place.textContent = own.name || place.dataset["ours"];
    }
    const use = this.root.querySelector(`[data-sign-of="${key}"] use`);
    if (own.sign !== "") use?.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${own.sign}`));
  }

  /** What was begun: its names come back, and what no template on the page has a place for gets one. */
  learn(drafts: readonly Draft[]): void {
    for (const { house, name, sign } of drafts)
      if ((name !== "" || sign !== "") && !this.own.has(house)) this.call(house, { name, sign });
    const lost = drafts.filter((draft) => this.buttonOf(draft.house) === null);
    for (const draft of lost) this.place(draft);
    const box = this.root.querySelector<HTMLElement>("[data-lost-box]");
    if (box !== null && lost.length > 0) box.hidden = false;
  }

  private buttonOf(house: House): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`button[data-house="${CSS.escape(house)}"]`);
  }

  private place(draft: Draft): void {
    const template = this.root.querySelector<HTMLTemplateElement>("[data-lost-one]");
    const button = template?.content.firstElementChild?.cloneNode(true);
    if (!(button instanceof HTMLElement) || this.buttonOf(draft.house) !== null) return;
    Object.assign(button.dataset, { house: draft.house, template: draft.template, prompt: draft.prompt });
    const state = button.querySelector<HTMLElement>("[data-house-state]");
    if (state !== null) state.dataset["houseState"] = draft.house;
    const name = button.querySelector("[data-house-name]");
    if (name !== null && draft.name !== "") name.textContent = draft.name;
    this.root.querySelector("[data-lost]")?.append(button);
  }
}
