/** Leave a note without signing in: pick your picture, write, send. Nothing sent is ever shown again. */
import { uuid7 } from "../houses/ids";
import { notesQueue } from "../houses/notes";
import { keyFor, showOwners } from "../houses/owners";
import type { Change, Queue } from "../houses/queue";
import { Screens } from "../houses/screens";
import { sealNote } from "../houses/sealing";
import type { Owner, Store } from "../houses/store";
import type { Item } from "../houses/types";
import { Words } from "../houses/words";

const WORDS_CAP = 20_000;

interface Written {
  words: string;
  unsafe: boolean;
}

export class LetterboxPage {
  private readonly screens: Screens;
  private readonly words: Words;
  private readonly stops = new AbortController();
  private readonly form: HTMLFormElement;
  private mine: Owner | null = null;
  private queue: Queue | null = null;
  private sent: { id: string; unsafe: boolean } | null = null;
  private promise = "";

  constructor(private readonly root: HTMLElement, private readonly store: Store) {
    this.screens = new Screens(root);
    this.words = new Words(root.dataset["strings"]);
    this.form = root.querySelector<HTMLFormElement>("[data-note-form]") as HTMLFormElement;
    this.listen();
  }

  async open(): Promise<void> {
    const { keyId, publicKey } = this.root.dataset;
    if (keyId && publicKey) await this.store.rememberKey({ key_id: keyId, public_key: publicKey });
    const owners = (await this.store.owners()).filter((one) => one.ticket !== undefined && one.letterbox === true);
    const [first] = owners;
    if (first === undefined) return this.screens.show("none", false);
    if (owners.length === 1) return this.use(first);
    showOwners(this.root, owners, (owner) => this.use(owner));
    this.screens.show("owner", false);
  }

  stop(): void {
    this.stops.abort();
    this.queue?.stop();
    this.form.reset();
    this.store.close();
  }

  private listen(): void {
    const { signal } = this.stops;
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    this.root.addEventListener("click", (event) => this.click(event), { signal });
    window.addEventListener("online", () => void this.queue?.wake(), { signal });
    // What was not sent is not kept readable anywhere, and Back does not bring it up.
    window.addEventListener("pagehide", () => this.form.reset(), { signal });
    document.addEventListener("heard:leave", () => this.form.reset(), { signal });
  }

  private use(owner: Owner): void {
    this.mine = owner;
    const told = (change: Change): void => this.told(change);
    this.queue = notesQueue(this.store, owner.owner, owner.ticket ?? "", told, (words) => (this.promise = words));
    this.screens.show("write");
    void this.queue.wake();
  }

  private click(event: Event): void {
    const action = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
    if (action === "another") this.screens.show("write");
    if (action === "finish") location.replace("/bye");
  }

  private submit(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
    const data = new FormData(this.form);
    const written: Written = { words: String(data.get("words") ?? ""), unsafe: data.get("unsafe") === "1" };
    if (written.words.trim() === "" && !written.unsafe) return this.screens.error("note", this.words.say("empty"));
    if (written.words.length > WORDS_CAP) return this.screens.error("note", this.words.say("too_long"));
    this.screens.error("note", "");
    void this.keep(written);
  }

  /** Sealed and on the disk before anything is said about it. */
  private async keep(written: Written): Promise<void> {
    const button = this.form.querySelector<HTMLButtonElement>("button");
    if (this.mine === null || button === null || button.disabled) return;
    button.disabled = true;
    try {
      const item = await this.sealed(this.mine.owner, written);
      await this.store.keepNote(item);
      this.form.reset();
      this.sent = { id: item.id, unsafe: written.unsafe };
      this.show("sending", "");
      this.screens.show("sent");
      await this.queue?.wake();
    } catch {
      this.screens.error("note", this.words.say("unkept"));
    } finally {
      button.disabled = false;
    }
  }

  private async sealed(owner: string, written: Written): Promise<Item> {
    const sealer = await keyFor(this.root, this.store, owner);
    if (sealer === null) throw new Error("no key");
    const id = uuid7();
    const box = await sealNote(sealer.key, owner, id, { v: 1, ...written });
    const sealed = { id, rev: 1, owner, kind: "send" as const, set_id: "", key_id: sealer.keyId, ...box };
    const made_at = new Date().toISOString();
    return { ...sealed, made_at, saved_offline: !navigator.onLine, signed_in: false, uploaded_rev: 0 };
  }

  private told(change: Change): void {
    if (change.id !== this.sent?.id) return;
    this.show(change.phase === "arrived" || change.phase === "sending" ? change.phase : change.phase === "stopped" ? "stopped" : "waiting", change.message);
  }

  /** One of: sending, arrived, waiting, stopped. Only a 2xx says that it has reached us. */
  private show(state: string, message: string): void {
    const put = (name: string, text: string): void => {
      const line = this.root.querySelector<HTMLElement>(`[data-${name}]`);
      if (line === null) return;
      line.textContent = text;
      line.hidden = text === "";
    };
    const arrived = this.sent?.unsafe === true ? this.promise : this.words.say("arrived_note");
    const note = state === "arrived" ? arrived : message || this.words.say(`${state}_note`);
    put("sent-title", this.words.say(state));
    put("sent-note", note);
    this.screens.say(`${this.words.say(state)}. ${note}`);
  }
}
