/** The houses page: carries an entry from the first screen to "It has reached us". */
import * as api from "./api";
import { Attach } from "./attach";
import { Attachments, sweepParts } from "./attachments";
import { Choosing } from "./choosing";
import { Begun, type Line } from "./begun";
import { type Draft, isEmpty, Keeper, newDraft } from "./drafts";
import { showBack, showSent } from "./endings";
import { enrolHere, remember, showSign } from "./enrol";
import { History } from "./history";
import { Make } from "./make";
import { Mine } from "./mine";
import { sendNotes } from "./notes";
import { askOwner, keyFor, type Sealer } from "./owners";
import { aloneOnThisPhone, type Change, Queue } from "./queue";
import { Screens } from "./screens";
import * as share from "./share";
import { offerVoice } from "./speak";
import type { Store } from "./store";
import { Tabs } from "./tabs";
import { Typed } from "./typed";
import type { House, Item, StateKind, With } from "./types";
import { postWithParts } from "./uploads";
import { Words } from "./words";

const UPLOAD_PAUSE_MS = 1500;
const DRAFTS_PATIENCE_MS = 4000;
const STATE_OF: Record<Change["phase"], StateKind> = {
  sending: "sent",
  arrived: "arrived",
  draft: "draft",
  waiting: "offline",
  signin: "signin",
  owner: "owner",
  stopped: "stopped",
};


export class HousesPage {
  private readonly words: Words;
  private readonly screens: Screens;
  private readonly choosing: Choosing;
  private readonly typed: Typed;
  private readonly make: Make;
  private readonly queue: Queue;
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
  private readonly tabs = new Tabs((change) => this.toldByTab(change));
  private sent: Draft | null = null;
  private restored: Promise<void> = Promise.resolve();
  /** On a phone of the child's own: the server has given its part, or not. */
  private met: Promise<unknown> = Promise.resolve();

  constructor(private readonly root: HTMLElement, private readonly store: Store) {
    this.words = new Words(root.dataset["strings"]);
    this.screens = new Screens(root);
    this.choosing = new Choosing(root, this.screens);
    this.typed = new Typed(root, this.screens);
    this.signedIn = root.dataset["signedIn"] === "1";
    this.make = new Make(root, this.words, this.screens, (pause) => this.keeper?.change(pause));
    this.files = new Attachments(store, () => this.sealer);
    this.make.photosFrom((id) => this.files.url(id));
    this.attach = this.makeAttach();
    this.history = new History(root, this.make, this.screens);
    this.queue = this.makeQueue();
    this.stopVoice = offerVoice(root);
    this.listen();
  }

  async open(): Promise<void> {
    const { keyId, publicKey, owner, sign } = this.root.dataset;
    if (keyId && publicKey) await this.store.rememberKey({ key_id: keyId, public_key: publicKey });
    if (this.signedIn && owner) {
      await this.meetPhone(owner, sign ?? "");
      await this.useOwner(owner);
      this.restored = this.restore(owner);
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
    if ((await this.store.owner(owner)) === undefined || !(await this.mine.open(owner))) return false;
    await this.useOwner(owner);
    await this.takeMine(owner);
    void this.queue.wake();
    return true;
  }

  private async itemIds(): Promise<string[]> {
    return (await this.store.items()).map((item) => item.id);
  }

  private async takeMine(owner: string): Promise<void> {
    const here = (await this.store.items()).filter((item) => item.owner === owner);
    this.begun.takeOwn(await this.mine.drafts(), here, this.signedIn);
    const door = this.root.querySelector<HTMLElement>("[data-mine-door]");
    if (door !== null) door.hidden = !this.mine.isOpen();
    this.refreshHouses();
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
    return new Queue({
      store: this.store,
      token: api.fetchToken,
      post: (item, csrf) => this.post(item, csrf),
      alone: aloneOnThisPhone,
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      tell: (change) => {
        if (change.phase === "signin") this.mine.forget();
        this.told(change);
        this.tabs.tell(change);
      },
    });
  }

  /** An errand goes as it is; an entry goes after the photos and voice notes it names. */
  private post(item: Item, csrf: string): Promise<api.Reply> {
    if (item.kind === "fresh") return api.post(item, csrf);
    const refused = (id: string, message: string): void => void this.files.refused.set(id, message);
    const lost = (): string => this.words.say("file_lost");
    const ways = { store: this.store, postPart: api.postPart, postEntry: api.postEntry, refused, lost };
    return postWithParts(ways, item, csrf);
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
    this.root.addEventListener("submit", (event) => this.submit(event), { signal });
    this.root.addEventListener("change", (event) => this.ticked(event), { signal });
    document.querySelector("[data-houses-back]")?.addEventListener("click", () => this.back(), { signal });
    window.addEventListener("online", () => void this.queue.wake(), { signal });
    window.addEventListener("offline", () => this.wentOffline(), { signal });
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
      keeping: (draft) => this.line(draft, { kind: "keeping", words: "" }),
      failed: (draft) => this.line(draft, { kind: "unkept", words: "" }),
    });
  }

  /** First the box for the server, then, on a phone of the child's own, the one that opens here. */
  private async keepBoth(item: Item): Promise<boolean> {
    const draft = this.keeper?.current();
    const kept = await this.store.keep(item);
    if (kept && draft) await this.mine.kept(draft, item).catch(() => undefined);
    return kept;
  }

  /** A worker's own device remembers no child. Any other asks for its ticket, which it may do without. */
  private async meetPhone(owner: string, sign: string): Promise<void> {
    if (this.root.dataset["handed"] === "1") return;
    await remember(this.root, this.store, owner, sign);
    const isShared = this.root.dataset["shared"] === "1";
    if (isShared) void Mine.wipe(owner);
    const enrolled = enrolHere(this.store, owner).catch(() => undefined);
    void enrolled
      .then((mine) => showSign(this.root, mine))
      .then(() => sendNotes(this.store, owner))
      .catch(() => undefined);
    if (!isShared) this.met = enrolled.then(() => this.mine.open(owner));
  }

  // ---- what was begun before

  /** First send what waits here, then ask for what was begun: so nothing older comes over something newer. */
  private async restore(owner: string): Promise<void> {
    await this.queue.wake();
    try {
      const drafts = await api.fetchDrafts();
      await this.begun.take(drafts, owner, this.store);
      await this.met;
      if (drafts !== null) await this.mine.takeDrafts(drafts, () => this.itemIds());
      const states = await api.fetchStates();
      this.begun.takeStates(states);
      await this.mine.refresh(states);
    } catch {
      // No network: what was begun comes back at the next visit.
    }
    await this.met.then(() => this.takeMine(owner)).catch(() => undefined);
    this.refreshHouses();
    await sweepParts(this.store).catch(() => undefined);
  }

  // ---- state lines

  private line(draft: Draft, line: Line): void {
    const before = this.begun.lines.get(draft.id)?.kind;
    this.begun.lines.set(draft.id, line);
    if (draft === this.keeper?.current() || draft === this.sent) this.showLine(line, before);
    this.refreshHouses();
  }

  private showLine(line: Line, before: StateKind | undefined): void {
    this.screens.stateEverywhere(line.kind, line.words);
    if (this.sent !== null) showSent(this.root, this.words, line);
    if (line.kind === before || line.kind === "keeping" || line.kind === "sent") return;
    const shown = this.screens.section(this.screens.on())?.querySelector("[data-state-slot]")?.textContent ?? "";
    this.screens.say(shown.trim());
  }

  private refreshHouses(): void {
    this.choosing.learn(this.begun.unsent());
    for (const slot of this.root.querySelectorAll<HTMLElement>("[data-house-state]")) {
      const house = slot.dataset["houseState"] as House;
      const line = this.begun.houseLine(house);
      this.screens.state(slot, line?.kind ?? null, line?.words ?? "");
    }
  }

  private kept(draft: Draft, item: Item): void {
    this.line(draft, { kind: navigator.onLine ? "here" : "offline", words: "" });
    clearTimeout(this.uploadTimer);
    const wait = item.kind === "send" ? 0 : UPLOAD_PAUSE_MS;
    this.uploadTimer = window.setTimeout(() => void this.queue.poke(), wait);
  }

  /** The queue's word about one entry. An older revision that arrived says nothing about the newest. */
  private told(change: Change): void {
    const draft = this.sent?.id === change.id ? this.sent : this.begun.unsent().find((each) => each.id === change.id);
    if (draft === undefined) return void this.toldAboutEarlier(change);
    if (change.phase === "sending" && change.kind === "draft") return;
    if (change.phase === "draft" && change.rev < draft.rev) return;
    this.line(draft, { kind: STATE_OF[change.phase], words: change.message });
    if (change.phase === "arrived") this.begun.houseLines.set(draft.house, { kind: "arrived", words: "" });
  }

  /** Another tab sent what is open here too: what is made here from now on is an entry of its own. */
  private toldByTab(change: Change): void {
    const draft = this.begun.unsent().find((each) => each.id === change.id);
    if (draft === undefined || this.sent?.id === change.id || change.kind === "draft") return this.told(change);
    if (draft === this.keeper?.current()) this.keeper.asNew();
    else this.begun.forget(draft);
    this.refreshHouses();
  }

  /** Something kept on another day was refused: its words are not here, but it must not go unseen. */
  private toldAboutEarlier(change: Change): void {
    const note = this.root.querySelector<HTMLElement>("[data-refused]");
    if (note === null || change.phase !== "stopped") return;
    note.textContent = change.message || this.words.say("sent_stopped_note");
    note.hidden = false;
  }

  private tellNotLasting(show: boolean): void {
    const note = this.root.querySelector<HTMLElement>("[data-not-lasting]");
    if (note !== null) note.hidden = !show;
  }

  private wentOffline(): void {
    const draft = this.keeper?.current();
    if (draft && this.begun.lines.get(draft.id)?.kind === "here") this.line(draft, { kind: "offline", words: "" });
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
      finish: () => this.finish(),
      fresh: () => void this.fresh(),
      keep: () => this.end(),
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
    this.refreshShare();
    this.typed.refresh();
    this.choosing.namingChanged(event.target as HTMLInputElement);
  }

  private choose(template?: string): void {
    this.sent = null;
    if (template !== undefined) this.choosing.use(template);
    this.refreshHouses();
    this.screens.show("choose");
  }

  private async enter(button: HTMLElement): Promise<void> {
    const house = button.dataset["house"] as House;
    await Promise.race([this.restored, new Promise((done) => setTimeout(done, DRAFTS_PATIENCE_MS))]);
    if (this.keeper === null || this.screens.on() !== "choose") return;
    const draft = this.begun.latest(house) ?? newDraft(house, this.choosing.setId(button), button.dataset["prompt"] ?? "", this.who);
    draft.with = this.who;
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
    this.clearShare();
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

  private clearShare(): void {
    this.root.querySelector<HTMLFormElement>("[data-share]")?.reset();
    this.screens.error("share", "");
    this.refreshShare();
  }

  private refreshShare(): void {
    const form = this.root.querySelector<HTMLFormElement>("[data-share]");
    if (form !== null) share.refresh(form, this.words.say("send"), this.words.say("send_not_yet"));
  }

  private submit(event: Event): void {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-share]")) return;
    event.preventDefault();
    event.stopPropagation();
    const choice = share.read(form);
    if (choice.kind === "share") return void this.send(choice.share);
    if (choice.kind === "none") return this.screens.error("share", this.words.say("share_pick"));
    if (choice.kind === "nobody-picked") return this.screens.error("share", this.words.say("share_people_pick"));
    this.screens.show("kept");
  }

  private async send(chosen: { level: string; people: string[] }): Promise<void> {
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
    this.refreshHouses();
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

  // ---- ending

  private finish(): void {
    if (this.begun.unsent().length > 0 && this.screens.has("finish")) this.screens.show("finish");
    else this.end();
  }

  /** "Start fresh next time": gone here at once, and with us as soon as we can be reached. */
  private async fresh(): Promise<void> {
    const drafts = this.begun.unsent();
    for (const draft of drafts) this.begun.forget(draft);
    for (const draft of drafts) await this.putAway(draft);
    await this.queue.wake();
    const waits = (await this.store.items()).some((item) => drafts.some((draft) => draft.id === item.id));
    if (!waits || !this.signedIn) this.end();
    else this.screens.say(this.words.say("discard_wait"));
  }

  private async putAway(draft: Draft): Promise<void> {
    await this.files.dropAll(draft);
    await this.mine.dropDraft(draft.id);
    for (const file of draft.files) await this.store.removeParts(file.id);
    await this.store.putAway(draft.id, this.owner);
  }

  /** Every session ends with the same neutral screen. */
  private end(): void {
    const form = this.root.querySelector<HTMLFormElement>("[data-done-form]");
    const go = (): void => (form !== null && navigator.onLine ? form.submit() : location.replace("/bye"));
    void this.sealNow().then(() => {
      this.mine.forget();
      go();
    });
  }
}
