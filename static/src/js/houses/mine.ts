/** What a child's own phone keeps beside the queue, so that it opens without a network: begun, sent, how far it came. */
import { forgetPart } from "../shell/part";
import * as api from "./api";
import { contentOf, type Draft } from "./drafts";
import { OwnPhone, partHere } from "./own";
import type { Item } from "./types";

const STATES = "all";

export class Mine {
  private own: OwnPhone | null = null;
  private last: Promise<void> = Promise.resolve();

  isOpen(): boolean {
    return this.own !== null;
  }

  /** Who is signed in on this phone of their own, as far as the phone itself knows; "" for nobody. */
  static owner(): string {
    return partHere(document.cookie)?.owner ?? "";
  }

  /** Open with the part that the server gave. A phone that cannot keep more than the queue goes without. */
  async open(owner: string): Promise<boolean> {
    const here = partHere(document.cookie);
    if (here?.owner !== owner) return false;
    this.own ??= await OwnPhone.open(owner, here.part).catch(() => null);
    return this.own !== null;
  }

  /** Signed out, stopped, or shared from now on. */
  forget(): void {
    forgetPart();
    this.own?.close();
    this.own = null;
  }

  static wipe(owner: string): Promise<void> {
    forgetPart();
    return OwnPhone.wipe(owner).catch(() => undefined);
  }

  /** One change after the other: what comes late from the server never goes over what was made meanwhile. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** After the box for the server is on the phone: the same revision for this phone itself. */
  kept(draft: Draft, item: Item): Promise<void> {
    const { id, rev, set_id, made_at, signed_in, page, saw } = item;
    const content = contentOf(draft, null);
    return this.inTurn(async () => {
      if (item.kind === "draft") return this.own?.keep("draft", id, { id, rev, set_id, content, signed_in, page, saw });
      await this.own?.keep("sent", id, { id, set_id, made_at, content });
      await this.own?.drop("draft", id);
    });
  }

  dropDraft(id: string): Promise<void> {
    return this.inTurn(async () => this.own?.drop("draft", id));
  }

  async drafts(): Promise<api.ServerDraft[]> {
    await this.last;
    return (await this.own?.all<api.ServerDraft>("draft")) ?? [];
  }

  /** What the server gave back is kept as well; what it no longer has and nothing here waits for was ended elsewhere. */
  takeDrafts(drafts: readonly api.ServerDraft[], waiting: () => Promise<string[]>): Promise<void> {
    return this.inTurn(async () => {
      const mine = (await this.own?.all<api.ServerDraft>("draft")) ?? [];
      const isNews = (draft: api.ServerDraft): boolean => !mine.some((one) => one.id === draft.id && one.rev >= draft.rev);
      for (const draft of drafts.filter(isNews)) await this.own?.keep("draft", draft.id, draft);
      const open = new Set([...drafts.map((draft) => draft.id), ...(await waiting())]);
      for (const old of mine) if (!open.has(old.id)) await this.own?.drop("draft", old.id);
    });
  }

  /** Bring what is new: what was sent never changes, so only what is not here yet is fetched. */
  async refresh(states: api.EntryState[]): Promise<void> {
    if (this.own === null) return;
    await this.own.keep("states", STATES, states);
    const have = new Set(await this.own.names("sent"));
    const isNew = (id: string): boolean => !have.has(id);
    for (let page = 1, more = states.some((one) => isNew(one.id)); more; page += 1) {
      const found = await api.fetchHistory(page);
      for (const one of found.entries.filter((each) => isNew(each.id))) await this.own.keep("sent", one.id, one);
      more = found.more && found.entries.some((one) => isNew(one.id));
    }
  }

  async sent(): Promise<api.Sent[]> {
    return (await this.own?.all<api.Sent>("sent")) ?? [];
  }

  async states(): Promise<api.EntryState[]> {
    return ((await this.own?.all<api.EntryState[]>("states")) ?? []).flat();
  }
}
