/** What was begun before comes back: from the server, from what waits here, and from a phone of the child's own. */
import * as api from "./api";
import { sweepParts } from "./attachments";
import type { Begun } from "./begun";
import { enrolHere, remember, showSign } from "./enrol";
import type { Lines } from "./lines";
import { Mine } from "./mine";
import { sendNotes } from "./notes";
import type { Queue } from "./queue";
import type { Store } from "./store";

export interface PhoneParts {
  root: HTMLElement;
  store: Store;
  mine: Mine;
  begun: Begun;
  queue: Queue;
  lines: Lines;
  signedIn: boolean;
}

export class Phone {
  /** On a phone of the child's own: the server has given its part, or not. */
  private met: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: PhoneParts) {}

  /** A worker's own device remembers no child. Any other asks for its ticket, which it may do without. */
  async meet(owner: string, sign: string): Promise<void> {
    const { root, store, mine } = this.parts;
    if (root.dataset["handed"] === "1") return;
    await remember(root, store, owner, sign);
    const isShared = root.dataset["shared"] === "1";
    if (isShared) void Mine.wipe(owner);
    const enrolled = enrolHere(store, owner).catch(() => undefined);
    void enrolled
      .then((phone) => showSign(root, phone))
      .then(() => sendNotes(store, owner))
      .catch(() => undefined);
    if (!isShared) this.met = enrolled.then(() => mine.open(owner));
  }

  /** While the server's part is here, what was begun opens without a network. */
  async opensAlone(owner: string): Promise<boolean> {
    const { store, mine } = this.parts;
    return (await store.owner(owner)) !== undefined && (await mine.open(owner));
  }

  /** First send what waits here, then ask for what was begun: so nothing older comes over something newer. */
  async restore(owner: string): Promise<void> {
    const { store, mine, begun, queue, lines } = this.parts;
    await queue.wake();
    try {
      const drafts = await api.fetchDrafts();
      await begun.take(drafts, owner, store);
      await this.met;
      if (drafts !== null) await mine.takeDrafts(drafts, () => this.itemIds());
      const states = await api.fetchStates();
      begun.takeStates(states);
      await mine.refresh(states);
    } catch {
      // No network: what was begun comes back at the next visit.
    }
    await this.met.then(() => this.takeMine(owner)).catch(() => undefined);
    lines.refreshHouses();
    await sweepParts(store).catch(() => undefined);
  }

  async takeMine(owner: string): Promise<void> {
    const { root, store, mine, begun, lines, signedIn } = this.parts;
    const here = (await store.items()).filter((item) => item.owner === owner);
    begun.takeOwn(await mine.drafts(), here, signedIn);
    const door = root.querySelector<HTMLElement>("[data-mine-door]");
    if (door !== null) door.hidden = !mine.isOpen();
    lines.refreshHouses();
  }

  private async itemIds(): Promise<string[]> {
    return (await this.parts.store.items()).map((item) => item.id);
  }
}
