/** The houses page: carries an entry from the first screen to "It has reached us". */
import { Attach } from "./attach";
import { Attachments } from "./attachments";
import { Choosing } from "./choosing";
import { Begun } from "./begun";
import { type Draft, isEmpty, Keeper, newDraft } from "./drafts";
import { showBack, showSent } from "./endings";
import { Finish } from "./finish";
import { History } from "./history";
import { Lines } from "./lines";
import { Make } from "./make";
import { Mine } from "./mine";
import { askOwner, keyFor, type Sealer } from "./owners";
import { Phone } from "./phone";
import { makeQueue } from "./posting";
import type { Change, Queue } from "./queue";
import { Screens } from "./screens";
import { Sharing } from "./sharing";
import { offerVoice } from "./speak";
import type { Store } from "./store";
import { Tabs } from "./tabs";
import { Together } from "./together";
import { Typed } from "./typed";
import type { House, Item, Share, With } from "./types";
import { Words } from "./words";

const UPLOAD_PAUSE_MS = 1500;
const DRAFTS_PATIENCE_MS = 4000;

export class HousesPage {
  private readonly words: Words;
  private readonly screens: Screens;
  private readonly choosing: Choosing;
  private readonly typed: Typed;
  private readonly together: Together;
  private readonly make: Make;
  private readonly queue: Queue;
  private readonly lines: Lines;
  private readonly sharing: Sharing;
  private readonly finishing: Finish;
  private readonly phone: Phone;
  private readonly stops = new AbortController();
  private readonly stopVoice: () => void;
  private readonly signedIn: boolean;
  private readonly files: Attachments;
  private readonly attach: Attach;
  private sealer: Sealer | null = null;
  private keeper: Keeper | null = null;
  private owner = "";
  private who: With = "other";
  private uploadTimer = 0;
  private readonly begun = new Begun();
  private readonly mine = new Mine();
  private readonly history: History;
  private readonly tabs = new Tabs((change) => this.lines.toldByTab(change));
  private sent: Draft | null = null;
  private restored: Promise<void> = Promise.resolve();

  constructor(private readonly root: HTMLElement, private readonly store: Store) {
    this.words = new Words(root.dataset["strings"]);
    this.screens = new Screens(root);
    this.choosing = new Choosing(root, this.screens);
    this.typed = new Typed(root, this.screens);
    this.together = new Together(root);
    this.signedIn = root.dataset["signedIn"] === "1";
    this.make = new Make(root, this.words, this.screens, (pause) => this.keeper?.change(pause));
    this.files = new Attachments(store, () => this.sealer);
    this.make.photosFrom((id) => this.files.url(id));
    this.attach = this.makeAttach();
    this.history = new History(root, this.make, this.screens);
    this.sharing = new Sharing(root, this.words, this.screens);
    this.lines = this.makeLines();
    this.queue = this.makeQueue();
    this.finishing = this.makeFinish();
    this.phone = this.makePhone();
    this.stopVoice = offerVoice(root);
    this.listen();
  }

  async open(): Promise<void> {
    const { keyId, publicKey, owner, sign } = this.root.dataset;
    if (keyId && publicKey) await this.store.rememberKey({ key_id: keyId, public_key: publicKey });
    if (this.signedIn && owner) {
      await this.phone.meet(owner, sign ?? "");
      await this.useOwner(owner);
      this.restored = this.phone.restore(owner);
    } else if (await this.reopen()) {
      return this.opened("before");
    } else {
      const chosen = (owner: string): void => void this.useOwner(owner).then(() => this.screens.show("before"));
      await askOwner(this.root, this.store, chosen);
      void this.queue.wake();
    }
    this.opened(this.signedIn ? "before" : "offline-owner");
  }

  /** On a phone of the child's own, while the server's part is here: what was begun opens without a network. */
  private async reopen(): Promise<boolean> {
    const owner = Mine.owner();
    if (!(await this.phone.opensAlone(owner))) return false;
    await this.useOwner(owner);
    await this.phone.takeMine(owner);
    void this.queue.wake();
    return true;
  }

  private opened(screen: string): void {
    this.screens.show(screen, false);
    navigator.serviceWorker?.controller?.postMessage({ lang: document.documentElement.lang });
    void navigator.storage?.persist?.().then((lasts) => this.tellNotLasting(!lasts));
  }

  async stop(): Promise<void> {
    this.stops.abort();
    this.stopVoice();
    clearTimeout(this.uploadTimer);
    await this.attach.close();
    this.make.finishLine();
    const saved = this.keeper?.sealNow();
    this.make.close();
    this.make.stop();
    await saved;
    // The page may have been swapped within the upload's pause: one try now, the rest at the next visit.
    await this.queue.poke();
    this.queue.stop();
    this.tabs.close();
    this.files.clear();
  }

  /** Leave was pressed: seal what is unsaved at once. */
  sealNow(): Promise<void> {
    this.make.finishLine();
    return this.keeper?.sealNow() ?? Promise.resolve();
  }

  private makeQueue(): Queue {
    const tell = (change: Change): void => {
      if (change.phase === "signin") this.mine.forget();
      this.lines.told(change);
      this.tabs.tell(change);
    };
    return makeQueue({ store: this.store, files: this.files, words: this.words, tell });
  }

  private makeLines(): Lines {
    const { root, words, screens, begun, choosing } = this;
    return new Lines({ root, words, screens, begun, choosing, keeper: () => this.keeper, sent: () => this.sent });
  }

  private makePhone(): Phone {
    const { root, store, mine, begun, queue, lines, signedIn } = this;
    return new Phone({ root, store, mine, begun, queue, lines, signedIn });
  }

  private makeFinish(): Finish {
    const { root, words, screens, store, queue, files, begun, mine, signedIn } = this;
    const ways = { owner: () => this.owner, sealNow: () => this.sealNow() };
    return new Finish({ root, words, screens, store, queue, files, begun, mine, signedIn, ...ways });
  }

  private makeAttach(): Attach {
    return new Attach(this.root, {
      files: this.files,
      draft: () => this.keeper?.current() ?? null,
      changed: (typing) => this.keeper?.change(typing),
      addPhoto: (draft, id) => this.addPhoto(draft, id),
      say: (text) => this.screens.say(text),
    });
  }

  private addPhoto(draft: Draft, id: string): boolean {
    const added = draft.sheet.addThing({ id: draft.sheet.newId(), k: "photo", a: id, x: 500, y: 640, s: 3 });
    if (added) this.make.thingsChanged();
    return added;
  }

  private listen(): void {
    const { signal } = this.stops;
    this.root.addEventListener("click", (event) => this.click(event), { signal });
    this.root.addEventListener("submit", (event) => this.sharing.submit(event, (chosen) => void this.send(chosen)), { signal });
    this.root.addEventListener("change", (event) => this.ticked(event), { signal });
    document.querySelector("[data-houses-back]")?.addEventListener("click", () => this.back(), { signal });
    window.addEventListener("online", () => void this.queue.wake(), { signal });
    window.addEventListener("offline", () => this.lines.wentOffline(), { signal });
    window.addEventListener("pagehide", () => void this.sealNow(), { signal });
    window.addEventListener("pageshow", () => void this.queue.wake(), { signal });
    document.addEventListener("visibilitychange", () => void (document.hidden ? this.sealNow() : this.queue.wake()), { signal });
    document.addEventListener("heard:leave", (event) => this.leave(event), { signal });
  }

  private leave(event: Event): void {
    const sealed = this.attach.close().then(() => this.sealNow());
    const detail = (event as CustomEvent<{ waitUntil?: (work: Promise<void>) => void } | null>).detail;
    detail?.waitUntil?.(sealed);
    this.make.close();
    this.mine.forget();
  }

  // ---- who is making it

  private async useOwner(owner: string): Promise<void> {
    this.owner = owner;
    const sealed = await keyFor(this.root, this.store, owner);
    if (sealed === null) return;
    this.sealer = sealed;
    this.keeper = new Keeper({
      ...sealed,
      signedIn: this.signedIn,
      keep: (item) => this.keepBoth(item),
      kept: (draft, item) => this.kept(draft, item),
      keeping: (draft) => this.lines.set(draft, { kind: "keeping", words: "" }),
      failed: (draft) => this.lines.set(draft, { kind: "unkept", words: "" }),
    });
  }

  /** First the box for the server, then, on a phone of the child's own, the one that opens here. */
  private async keepBoth(item: Item): Promise<boolean> {
    const draft = this.keeper?.current();
    const kept = await this.store.keep(item);
    if (kept && draft) await this.mine.kept(draft, item).catch(() => undefined);
    return kept;
  }

  // ---- state lines

  private kept(draft: Draft, item: Item): void {
    this.lines.set(draft, { kind: navigator.onLine ? "here" : "offline", words: "" });
    clearTimeout(this.uploadTimer);
    const wait = item.kind === "send" ? 0 : UPLOAD_PAUSE_MS;
    this.uploadTimer = window.setTimeout(() => void this.queue.poke(), wait);
  }

  private tellNotLasting(show: boolean): void {
    const note = this.root.querySelector<HTMLElement>("[data-not-lasting]");
    if (note !== null) note.hidden = !show;
  }

  // ---- moving between screens

  private click(event: Event): void {
    const target = event.target as Element;
    const house = target.closest<HTMLElement>("button[data-house]");
    if (house !== null) return void this.enter(house);
    const template = target.closest<HTMLElement>("[data-template-to]")?.dataset["templateTo"];
    if (template !== undefined) return this.choose(template);
    const action = target.closest<HTMLElement>("[data-do]")?.dataset["do"];
    const acts: Record<string, () => void> = {
      start: () => this.begin(),
      done: () => void this.done(),
      right: () => this.right(),
      change: () => this.change(),
      "change-sent": () => this.changeSent(),
      another: () => this.choose(),
      voice: () => void this.attach.toggle("voice"),
      photo: () => void this.attach.toggle("photo"),
      "attach-close": () => void this.attach.close(true),
      naming: () => this.choosing.openNames(),
      "name-it": () => this.choosing.keepName() && this.choose(),
      finish: () => this.finishing.ask(),
      fresh: () => void this.finishing.fresh(),
      reload: () => location.reload(),
      keep: () => this.finishing.end(),
      mine: () => void this.showMine(),
      "mine-earlier": () => this.history.step(-1),
      "mine-later": () => this.history.step(1),
    };
    if (action !== undefined) acts[action]?.();
  }

  private begin(): void {
    const picked = this.root.querySelector<HTMLInputElement>('input[name="with"]:checked');
    this.screens.error("with", picked === null ? undefined : "");
    if (picked === null) return;
    this.who = picked.value as With;
    if (this.choosing.first() === "choose") this.choose();
    else this.screens.show("kinds");
  }

  private ticked(event: Event): void {
    this.sharing.refresh();
    this.typed.refresh();
    this.choosing.namingChanged(event.target as HTMLInputElement);
  }

  private choose(template?: string): void {
    this.sent = null;
    if (template !== undefined) this.choosing.use(template);
    this.lines.refreshHouses();
    this.screens.show("choose");
  }

  private async enter(button: HTMLElement): Promise<void> {
    const house = button.dataset["house"] as House;
    await Promise.race([this.restored, new Promise((done) => setTimeout(done, DRAFTS_PATIENCE_MS))]);
    if (this.keeper === null || this.screens.on() !== "choose") return;
    const draft = this.begun.latest(house) ?? newDraft(house, this.choosing.setId(button), button.dataset["prompt"] ?? "", this.who);
    this.together.mark(draft, this.who);
    this.choosing.dress(draft, button);
    this.begun.remember(draft);
    this.keeper.open(draft);
    this.openMake(draft);
  }

  private openMake(draft: Draft): void {
    const button = this.root.querySelector(`button[data-house="${draft.house}"]`);
    const name = button?.querySelector("[data-house-name]")?.textContent ?? "";
    const prompt = button?.querySelector("[data-house-prompt]")?.textContent ?? "";
    const line = this.begun.lines.get(draft.id);
    this.screens.stateEverywhere(line?.kind ?? null, line?.words ?? "");
    this.screens.show("make");
    this.make.open(draft, name, prompt);
  }

  private async done(): Promise<void> {
    const draft = this.keeper?.current();
    if (!draft) return;
    await this.attach.close();
    this.make.finishLine();
    if (isEmpty(draft)) return this.screens.say(this.words.say("empty"));
    this.keeper?.change();
    this.make.close();
    this.screens.show("readback");
    this.typed.open(draft);
    showBack(this.root, draft, this.make, () => this.keeper?.change(true));
    this.attach.showBack(draft);
    await this.keeper?.sealNow();
    await this.forgetDeleted();
  }

  private right(): void {
    const draft = this.keeper?.current();
    if (!draft || !this.typed.take(draft)) return;
    draft.readBack = true;
    this.keeper?.change();
    this.sharing.clear();
    this.screens.show(this.signedIn && this.screens.has("share") ? "share" : "kept");
  }

  private change(): void {
    const draft = this.keeper?.current();
    if (draft) this.openMake(draft);
  }

  /** What could not be taken may be changed while it is still in memory. */
  private changeSent(): void {
    const draft = this.sent;
    if (draft === null) return;
    this.sent = null;
    this.begun.remember(draft);
    this.keeper?.open(draft);
    this.openMake(draft);
  }

  private async send(chosen: Share): Promise<void> {
    const draft = this.keeper?.current();
    if (!draft || this.sent !== null) return;
    this.sent = draft;
    if (!(await this.keeper?.send(chosen))) {
      this.sent = null;
      return;
    }
    this.begun.forget(draft);
    showSent(this.root, this.words, this.begun.lines.get(draft.id) ?? { kind: "here", words: "" });
    this.screens.show("sent");
  }

  private back(): void {
    const from = this.screens.on();
    if (from === "make") void this.leaveMake();
    else if (from === "readback") this.change();
    else if (from === "share") this.screens.show("readback");
    else if (from === "choose") this.screens.show(this.choosing.first() === "kinds" ? "kinds" : "before");
    else if (from === "kinds" || from === "mine") this.screens.show("before");
    else this.choose();
  }

  private async leaveMake(): Promise<void> {
    await this.attach.close();
    this.make.finishLine();
    this.make.close();
    this.choose();
    await this.keeper?.sealNow();
    await this.forgetDeleted();
    this.lines.refreshHouses();
  }

  /** What was undone or rubbed out is destroyed with its bytes. */
  private async forgetDeleted(): Promise<void> {
    const draft = this.keeper?.current();
    if (draft) await this.files.keepOnly(draft);
  }

  private async showMine(): Promise<void> {
    const waiting = (await this.store.items()).filter((item) => item.kind === "send").map((item) => item.id);
    this.history.show({ sent: await this.mine.sent(), states: await this.mine.states(), waiting });
  }
}
