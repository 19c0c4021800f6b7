/** How a session ends: what is not sent is kept or put away, and then comes the same neutral screen as always. */
import type { Attachments } from "./attachments";
import type { Begun } from "./begun";
import type { Draft } from "./drafts";
import type { Mine } from "./mine";
import type { Queue } from "./queue";
import type { Screens } from "./screens";
import type { Store } from "./store";
import type { Words } from "./words";

export interface FinishParts {
  root: HTMLElement;
  words: Words;
  screens: Screens;
  store: Store;
  queue: Queue;
  files: Attachments;
  begun: Begun;
  mine: Mine;
  signedIn: boolean;
  owner(): string;
  sealNow(): Promise<void>;
}

export class Finish {
  constructor(private readonly parts: FinishParts) {}

  ask(): void {
    const { begun, screens } = this.parts;
    if (begun.unsent().length > 0 && screens.has("finish")) screens.show("finish");
    else this.end();
  }

  /** "Start fresh next time": gone here at once, and with us as soon as we can be reached. */
  async fresh(): Promise<void> {
    const { begun, queue, store, screens, words, signedIn } = this.parts;
    const drafts = begun.unsent();
    for (const draft of drafts) begun.forget(draft);
    for (const draft of drafts) await this.putAway(draft);
    await queue.wake();
    const waits = (await store.items()).some((item) => drafts.some((draft) => draft.id === item.id));
    if (!waits || !signedIn) this.end();
    else screens.say(words.say("discard_wait"));
  }

  private async putAway(draft: Draft): Promise<void> {
    const { files, mine, store, owner } = this.parts;
    await files.dropAll(draft);
    await mine.dropDraft(draft.id);
    for (const file of draft.files) await store.removeParts(file.id);
    await store.putAway(draft.id, owner());
  }

  /** Every session ends with the same neutral screen. */
  end(): void {
    const form = this.parts.root.querySelector<HTMLFormElement>("[data-done-form]");
    const go = (): void => (form !== null && navigator.onLine ? form.submit() : location.replace("/bye"));
    void this.parts.sealNow().then(() => {
      this.parts.mine.forget();
      go();
    });
  }
}
