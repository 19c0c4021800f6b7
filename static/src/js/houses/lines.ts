/** The line under each thing says where it is, and is always true: on this phone only, it has reached us, read (practice §5). */
import type { Begun, Line } from "./begun";
import type { Choosing } from "./choosing";
import type { Draft, Keeper } from "./drafts";
import { showSent } from "./endings";
import type { Change } from "./queue";
import type { Screens } from "./screens";
import type { House, StateKind } from "./types";
import type { Words } from "./words";

const STATE_OF: Record<Change["phase"], StateKind> = {
  sending: "sent",
  arrived: "arrived",
  draft: "draft",
  waiting: "offline",
  signin: "signin",
  owner: "owner",
  stopped: "stopped",
};

export interface LinesParts {
  root: HTMLElement;
  words: Words;
  screens: Screens;
  begun: Begun;
  choosing: Choosing;
  keeper(): Keeper | null;
  /** What was sent from this page and is still looked at. */
  sent(): Draft | null;
}

export class Lines {
  constructor(private readonly parts: LinesParts) {}

  set(draft: Draft, line: Line): void {
    const { begun, keeper, sent } = this.parts;
    const before = begun.lines.get(draft.id)?.kind;
    begun.lines.set(draft.id, line);
    if (draft === keeper()?.current() || draft === sent()) this.show(line, before);
    this.refreshHouses();
  }

  private show(line: Line, before: StateKind | undefined): void {
    const { root, words, screens, sent } = this.parts;
    screens.stateEverywhere(line.kind, line.words);
    if (sent() !== null) showSent(root, words, line);
    if (line.kind === before || line.kind === "keeping" || line.kind === "sent") return;
    const shown = screens.section(screens.on())?.querySelector("[data-state-slot]")?.textContent ?? "";
    screens.say(shown.trim());
  }

  refreshHouses(): void {
    const { root, screens, begun, choosing } = this.parts;
    this.tellNewer();
    choosing.learn(begun.unsent());
    for (const slot of root.querySelectorAll<HTMLElement>("[data-house-state]")) {
      const house = slot.dataset["houseState"] as House;
      const line = begun.houseLine(house);
      screens.state(slot, line?.kind ?? null, line?.words ?? "");
    }
  }

  /** Made with a newer app: safe where it is, and opened when the page is opened again. */
  private tellNewer(): void {
    const note = this.parts.root.querySelector<HTMLElement>("[data-newer]");
    if (note !== null) note.hidden = !this.parts.begun.hasNewer();
  }

  /** The queue's word about one entry. An older revision that arrived says nothing about the newest. */
  told(change: Change): void {
    const { begun, sent } = this.parts;
    const gone = sent();
    const draft = gone?.id === change.id ? gone : begun.unsent().find((each) => each.id === change.id);
    if (draft === undefined) return void this.toldAboutEarlier(change);
    if (change.phase === "sending" && change.kind === "draft") return;
    if (change.phase === "draft" && change.rev < draft.rev) return;
    this.set(draft, { kind: STATE_OF[change.phase], words: change.message });
    if (change.phase === "arrived") begun.houseLines.set(draft.house, { kind: "arrived", words: "" });
  }

  /** Another tab sent what is open here too: what is made here from now on is an entry of its own. */
  toldByTab(change: Change): void {
    const { begun, keeper, sent } = this.parts;
    const draft = begun.unsent().find((each) => each.id === change.id);
    if (draft === undefined || sent()?.id === change.id || change.kind === "draft") return this.told(change);
    if (draft === keeper()?.current()) keeper()?.asNew();
    else begun.forget(draft);
    this.refreshHouses();
  }

  /** Something kept on another day was refused: its words are not here, but it must not go unseen. */
  private toldAboutEarlier(change: Change): void {
    const note = this.parts.root.querySelector<HTMLElement>("[data-refused]");
    if (note === null || change.phase !== "stopped") return;
    note.textContent = change.message || this.parts.words.say("sent_stopped_note");
    note.hidden = false;
  }

  wentOffline(): void {
    const draft = this.parts.keeper()?.current();
    if (draft && this.parts.begun.lines.get(draft.id)?.kind === "here") this.set(draft, { kind: "offline", words: "" });
  }
}
