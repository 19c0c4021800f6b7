/** Opens the voice and the photo panel over the paper; each is a small bundle of its own, fetched when it is tapped. */
import type { Attachments } from "./attachments";
import type { Draft } from "./drafts";
import type { Kind } from "./parts";

/** Of one entry, as the server counts them (content.py). */
const MOST_FILES = 6;
/** What the phone must have room for before anything is recorded: 90 seconds at 24 kbit/s, sealed; or a photo. */
const ROOM: Record<Kind, number> = { voice: 400 * 1024, photo: 1024 * 1024 };

export interface AttachParts {
  most: number;
  files: Attachments;
  draft(): Draft | null;
  /** The draft changed: `true` while typing. */
  changed(typing: boolean): void;
  /** Put a photo on the sheet; false when no more fit. */
  addPhoto(draft: Draft, id: string): boolean;
  say(text: string): void;
  close(): void;
}
interface Bundle {
  open(panel: HTMLElement, parts: AttachParts): () => void | Promise<void>;
}

export class Attach {
  private closing: (() => void | Promise<void>) | null = null;
  private shown: Kind | null = null;
  /** Where the focus was, and goes back to. */
  private from: HTMLElement | null = null;

  constructor(private readonly root: HTMLElement, private readonly parts: Omit<AttachParts, "most" | "close">) {
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.shown !== null) void this.close(true);
    });
  }

  private panel(kind: Kind): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-attach="${kind}"]`);
  }

  async toggle(kind: Kind): Promise<void> {
    const was = this.shown;
    await this.close();
    if (was !== kind) await this.open(kind);
  }

  private async open(kind: Kind): Promise<void> {
    const panel = this.panel(kind);
    const source = panel?.dataset["src"];
    if (panel === null || source === undefined) return;
    this.shown = kind;
    this.from = document.activeElement as HTMLElement | null;
    this.show(kind, true);
    // Its buttons show when they work: a tap before that would be lost.
    this.stand(panel, "loading");
    // A phone that is full says so before a child says or shows anything (safety R13).
    const isFull = (this.parts.draft()?.files.length ?? 0) >= MOST_FILES && kind === "photo";
    const problem = isFull ? "many" : (await this.parts.files.hasRoom(ROOM[kind])) ? "" : "room";
    if (problem !== "") return this.stand(panel, problem);
    try {
      const bundle = (await import(source)) as Bundle;
      if (this.shown !== kind) return;
      const close = (): void => void this.close(true);
      this.closing = bundle.open(panel, { ...this.parts, most: MOST_FILES, close });
      this.stand(panel, "");
    } catch {
      this.stand(panel, "away");
    }
  }

  /** The panel's working part, or the one line that says why not. */
  private stand(panel: HTMLElement, problem: string): void {
    for (const line of panel.querySelectorAll<HTMLElement>("[data-attach-not]"))
      line.hidden = line.dataset["attachNot"] !== problem;
    const work = panel.querySelector<HTMLElement>("[data-attach-work]");
    if (work !== null) work.hidden = problem !== "";
  }

  private show(kind: Kind, on: boolean): void {
    const panel = this.panel(kind);
    if (panel !== null) panel.hidden = !on;
    // What lies under it cannot be reached by keys either (WCAG 2.4.11).
    for (const part of panel?.parentElement?.children ?? []) part.toggleAttribute("inert", on && part !== panel);
    for (const button of this.root.querySelectorAll(`[data-do="${kind}"]`)) button.setAttribute("aria-expanded", String(on));
    if (on) panel?.querySelector<HTMLElement>("[data-attach-title]")?.focus();
  }

  /** Read it back: her recordings play beside the words, before she sends them. */
  showBack(draft: Draft): void {
    const box = this.root.querySelector<HTMLElement>("[data-voices-back]");
    if (box === null) return;
    box.hidden = draft.voice.length === 0;
    box.replaceChildren(...draft.voice.map((note, at) => this.player(note.a, `${box.dataset["named"] ?? ""} ${at + 1}`)));
  }

  private player(id: string, name: string): HTMLAudioElement {
    const player = document.createElement("audio");
    player.controls = true;
    player.preload = "metadata";
    player.setAttribute("aria-label", name);
    void this.parts.files.url(id).then((url) => url !== null && (player.src = url));
    return player;
  }

  /** What is being recorded is kept first. */
  async close(focus = false): Promise<void> {
    const { shown, closing } = this;
    this.shown = null;
    this.closing = null;
    if (shown === null) return;
    await closing?.();
    this.show(shown, false);
    if (focus) this.refocus();
  }

  /** Where she came from, or, when that is away because a photo is on the page now, the page. */
  private refocus(): void {
    const from = (this.from?.getClientRects().length ?? 0) > 0 ? this.from : this.root.querySelector<HTMLElement>("[data-canvas]");
    from?.focus({ preventScroll: true });
  }
}
