/** What was begun and not sent, and what is known about each entry. In memory only. */
import type { EntryState, ServerDraft } from "./api";
import { type Draft, fromServer, isEmpty, isNewer } from "./drafts";
import type { Store } from "./store";
import type { House, Item, StateKind } from "./types";

export interface Line {
  kind: StateKind;
  words: string;
}

function uploaded(item: Item): boolean {
  return item.kind === "draft" && item.uploaded_rev >= item.rev;
}

export class Begun {
  readonly lines = new Map<string, Line>();
  readonly houseLines = new Map<House, Line>();
  private readonly drafts = new Map<House, Draft[]>();
  /** Ids of what a newer app began. */
  private readonly newer = new Set<string>();

  hasNewer(): boolean {
    return this.newer.size > 0;
  }
  latest(house: House): Draft | undefined {
    return this.drafts.get(house)?.[0];
  }
  unsent(): Draft[] {
    return [...this.drafts.values()].flat().filter((draft) => !isEmpty(draft));
  }
  remember(draft: Draft): void {
    const drafts = this.drafts.get(draft.house) ?? [];
    if (!drafts.includes(draft)) this.drafts.set(draft.house, [draft, ...drafts]);
  }
  forget(draft: Draft): void {
    this.drafts.set(draft.house, (this.drafts.get(draft.house) ?? []).filter((other) => other !== draft));
  }

  /** The draft in hand comes first; else the last thing the server said about this house. */
  houseLine(house: House): Line | undefined {
    const draft = (this.drafts.get(house) ?? []).find((each) => !isEmpty(each));
    return (draft && this.lines.get(draft.id)) ?? this.houseLines.get(house);
  }

  /** What the server gives back to her alone. A local revision that has not arrived is newer and stays. */
  async take(drafts: ServerDraft[] | null, owner: string, store: Store): Promise<void> {
    if (drafts === null) return;
    const here = (await store.items()).filter((item) => item.owner === owner);
    for (const draft of drafts) this.takeOne(draft, here.find((item) => item.id === draft.id));
    const ended = here.filter((item) => uploaded(item) && !this.isOpen(item.id));
    for (const item of ended) await store.removeItem(item.id);
  }

  private takeOne(draft: ServerDraft, local: Item | undefined): void {
    if (isNewer(draft)) return void this.newer.add(draft.id);
    if (this.isOpen(draft.id) || (local !== undefined && !uploaded(local))) return;
    this.remember(fromServer(draft, Math.max(draft.rev, local?.rev ?? 0)));
    this.lines.set(draft.id, { kind: "draft", words: "" });
  }

  /** What this phone of the child's own opened itself. With a network the server's word goes before it. */
  takeOwn(drafts: readonly ServerDraft[], here: readonly Item[], signedIn: boolean): void {
    for (const draft of drafts.filter((one) => isNewer(one))) this.newer.add(draft.id);
    for (const draft of drafts.filter((one) => !isNewer(one))) {
      const local = here.find((item) => item.id === draft.id);
      const isOurs = local?.kind === "draft" && local.rev === draft.rev;
      if (this.isOpen(draft.id) || (signedIn && !isOurs) || (local !== undefined && local.kind !== "draft")) continue;
      this.remember(fromServer(draft, draft.rev));
      const arrived = local === undefined || uploaded(local);
      this.lines.set(draft.id, { kind: arrived ? "draft" : "offline", words: "" });
    }
  }

  takeStates(entries: EntryState[]): void {
    for (const { house, state, text } of entries)
      this.houseLines.set(house as House, { kind: state, words: state === "read" ? text : "" });
  }

  private isOpen(id: string): boolean {
    return this.newer.has(id) || [...this.drafts.values()].some((drafts) => drafts.some((draft) => draft.id === id));
  }
}
