/** Which screen shows, where the focus goes, the spoken line, and the state lines. */
import type { StateKind } from "./types";

const NO_WAY_BACK = new Set(["before", "offline-owner", "other-tab", "storage-refused"]);

export class Screens {
  private readonly back = document.querySelector<HTMLElement>("[data-houses-back]");
  private readonly live: HTMLElement | null;
  private lastSaid = "";

  constructor(private readonly root: HTMLElement) {
    this.live = root.querySelector("[data-say-live]");
  }

  on(): string {
    return this.root.dataset["on"] ?? "";
  }

  section(name: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-screen="${name}"]`);
  }

  has(name: string): boolean {
    return this.section(name) !== null;
  }

  /** Show one screen and move the focus to its heading, so that a screen reader starts there. */
  show(name: string, focus = true): void {
    for (const section of this.root.querySelectorAll<HTMLElement>("[data-screen]"))
      section.hidden = section.dataset["screen"] !== name;
    this.root.dataset["on"] = name;
    if (this.back !== null) this.back.hidden = NO_WAY_BACK.has(name);
    if (!focus) return;
    window.scrollTo(0, 0);
    this.section(name)?.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** Said once by a screen reader; the same words again are said again. */
  say(text: string): void {
    if (this.live === null || text === "") return;
    this.live.textContent = text === this.lastSaid ? `${text}\u00a0` : text;
    this.lastSaid = this.live.textContent;
  }

  /** Fill a slot with a state line: icon and words from the page's own template. */
  state(slot: Element, kind: StateKind | null, words = ""): void {
    const template = this.root.querySelector<HTMLTemplateElement>(`template[data-state="${kind ?? ""}"]`);
    const line = template?.content.firstElementChild?.cloneNode(true);
    if (!(line instanceof HTMLElement)) return slot.replaceChildren();
    const text = line.querySelector("[data-text]");
    if (words !== "" && text !== null) text.textContent = words;
    slot.replaceChildren(line);
  }

  /** The line of the entry in hand, wherever a screen shows it. */
  stateEverywhere(kind: StateKind | null, words = ""): void {
    for (const slot of this.root.querySelectorAll("[data-state-slot]")) this.state(slot, kind, words);
  }

  error(name: string, text?: string): void {
    const line = this.root.querySelector<HTMLElement>(`[data-error="${name}"]`);
    if (line === null) return;
    line.hidden = text === "";
    if (text !== undefined && text !== "") line.textContent = text;
    if (!line.hidden) line.scrollIntoView({ block: "nearest" });
  }
}
