/** The entry in hand: kept in memory, sealed after each stroke and each pause in typing, never written readable. */
import { uuid7 } from "./ids";
import { openStroke, openThing, sealedStroke, sealedThing } from "./points";
import { seal } from "./sealing";
import { Sheet } from "./sheet";
import type { ServerDraft } from "./api";
import type { Band, Content, FileOf, House, Item, Share, TypedBy, Voice, With } from "./types";

const TYPING_PAUSE_MS = 300;
// Who types without a pause loses no more than this when the battery dies.
const TYPED_AT_MOST_MS = 1000;

/** Everything of an entry in hand; `sheet` holds lines, things and paper. As content.py says. */
export interface Draft {
  id: string;
  rev: number;
  setId: string;
  house: House;
  template: string;
  name: string;
  sign: string;
  words: string;
  sheet: Sheet;
  voice: Voice[];
  files: FileOf[];
  said: string;
  prompt: string;
  with: With;
  band: Band;
  language: string;
  typedBy: TypedBy;
  ownWords: boolean;
  /** The brothers and sisters who made it too, as the child calls them. */
  together: string;
  readBack: boolean;
  /** With these the server tells a page that was away from one that goes on (see Item). */
  page: string;
  saw: number;
}

export interface KeeperParts {
  owner: string;
  keyId: string;
  key: CryptoKey;
  signedIn: boolean;
  keep(item: Item): Promise<boolean>;
  kept(draft: Draft, item: Item): void;
  keeping(draft: Draft): void;
  failed(draft: Draft): void;
}

const PLAIN = { template: "three_houses", name: "", sign: "", words: "", said: "", typedBy: "" as TypedBy, ownWords: true, together: "" };
/** What an older app did not have. */
const LATER = { template: "three_houses", name: "", sign: "", paper: "", things: [], voice: [], files: [], said: "" } as const;
const LATER_ABOUT = { band: "", language: "", typed_by: "", own_words: true, together: "" } as const;
/** The newest form that this app can open without dropping anything. */
const KNOWN = 2;
/** This opening of the page. */
const PAGE = uuid7();

export function newDraft(house: House, setId: string, prompt: string, who: With): Draft {
  const { band, language } = here();
  const start = { id: uuid7(), rev: 0, sheet: new Sheet(), voice: [], files: [], readBack: false, page: PAGE, saw: 0 };
  return { ...PLAIN, ...start, house, setId, prompt, with: who, band, language };
}

/** The band and language the page is in now; a page for grown-ups has no band. */
function here(): { band: Band; language: string } {
  const { dataset, lang } = document.documentElement;
  const band = (["young", "mid", "teen"] as const).find((each) => each === dataset["band"]);
  return { band: band ?? "", language: lang };
}

/** A newer app made it: opened and saved here, it would lose what this app knows nothing of. */
export function isNewer(draft: ServerDraft): boolean {
  return (draft.content.v as number) > KNOWN;
}

export function fromServer(draft: ServerDraft, rev: number): Draft {
  const content: Content = { ...structuredClone({ ...LATER, ...LATER_ABOUT }), ...draft.content };
  const { house, template, name, sign, words, voice, files, said, prompt, band, language } = content;
  const sheet = new Sheet(content.strokes.map(openStroke), content.things.map(openThing), content.paper);
  const marks = { typedBy: content.typed_by, ownWords: content.own_words, together: content.together, readBack: content.read_back };
  const base = { id: draft.id, rev, setId: draft.set_id, house, template, name, sign, words, sheet, voice, files, said };
  const origin = { page: draft.page ?? PAGE, saw: draft.saw ?? draft.rev };
  return { ...base, prompt, with: content.with, band, language, ...marks, ...origin };
}

export function isEmpty(draft: Draft): boolean {
  const words = draft.words.trim() + draft.said.trim();
  return words === "" && draft.sheet.isEmpty() && draft.voice.length === 0;
}

/** Of the photos and voice notes of a draft, those that its page shows or plays. */
export function filesOf(draft: Draft): FileOf[] {
  const photos = draft.sheet.things().flatMap((thing) => (thing.k === "photo" ? [thing.a] : []));
  const used = new Set([...photos, ...draft.voice.map((note) => note.a)]);
  return draft.files.filter((file) => used.has(file.id));
}

export function contentOf(draft: Draft, share: Share | null): Content {
  const { house, template, name, sign, words, sheet, voice, said, prompt, band, language } = draft;
  const strokes = sheet.all().map(sealedStroke);
  const things = sheet.things().map(sealedThing);
  const files = filesOf(draft);
  const picture = { house, template, name, sign, words, strokes, paper: sheet.paper(), things, voice, files, said };
  const about = { prompt, with: draft.with, band, language, typed_by: draft.typedBy, own_words: draft.ownWords, together: draft.together };
  return { v: 2, ...picture, ...about, share, read_back: draft.readBack };
}

export class Keeper {
  private draft: Draft | null = null;
  private dirty = false;
  private timer = 0;
  private typedSince = 0;
  private saving: Promise<void> | null = null;

  constructor(private readonly parts: KeeperParts) {}

  open(draft: Draft): void {
    this.draft = draft;
    this.dirty = false;
  }
  current(): Draft | null {
    return this.draft;
  }

  /** What is in hand was sent from another tab: from now on it is an entry of its own. */
  asNew(): void {
    if (this.draft !== null) Object.assign(this.draft, { id: uuid7(), rev: 0 });
  }

  /** After a stroke: seal now. After a letter: seal at the next pause, or when there was none for a second. */
  change(pause = false): void {
    const { draft } = this;
    if (draft === null || (draft.rev === 0 && isEmpty(draft))) return;
    this.dirty = true;
    const typedFor = this.timer === 0 ? 0 : Date.now() - this.typedSince;
    if (!pause || typedFor < 0 || typedFor >= TYPED_AT_MOST_MS) return void this.sealNow();
    this.parts.keeping(draft);
    if (this.timer === 0) this.typedSince = Date.now();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.sealNow(), TYPING_PAUSE_MS);
  }

  /** Seal what is unsaved; resolves when it is on disk or the phone refused. */
  sealNow(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    this.saving ??= this.sealAll().finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  private async sealAll(): Promise<void> {
    while (this.dirty && this.draft !== null) {
      this.dirty = false;
      if (!(await this.attempt(this.draft, "draft", null))) {
        this.dirty = true;
        return;
      }
    }
  }

  /** Seal for sending and close the draft. False when the phone could not keep it; then nothing changes. */
  async send(share: Share): Promise<boolean> {
    const { draft } = this;
    if (draft === null) return false;
    await this.sealNow();
    draft.sheet.forgetUndone();
    const kept = await this.attempt(draft, "send", share);
    if (kept) this.draft = null;
    return kept;
  }

  private async attempt(draft: Draft, kind: Item["kind"], share: Share | null): Promise<boolean> {
    try {
      await this.put(draft, kind, share);
      return true;
    } catch {
      this.parts.failed(draft);
      return false;
    }
  }

  /** Another tab may hold a later revision of this entry: then this one becomes an entry of its own. */
  private async put(draft: Draft, kind: Item["kind"], share: Share | null): Promise<void> {
    let item = await this.sealed(draft, draft.id, draft.rev + 1, kind, share);
    if (!(await this.parts.keep(item))) {
      item = await this.sealed(draft, uuid7(), 1, kind, share);
      await this.parts.keep(item);
    }
    draft.id = item.id;
    draft.rev = item.rev;
    this.parts.kept(draft, item);
  }

  private async sealed(draft: Draft, id: string, rev: number, kind: Item["kind"], share: Share | null): Promise<Item> {
    const { owner, keyId, key, signedIn } = this.parts;
    const box = await seal(key, owner, id, rev, contentOf(draft, share));
    const about = { id, rev, owner, kind, set_id: draft.setId, key_id: keyId, made_at: new Date().toISOString() };
    const files = filesOf(draft).map((file) => file.id);
    const { page, saw } = draft;
    return { ...about, ...box, saved_offline: !navigator.onLine, signed_in: signedIn, uploaded_rev: 0, files, page, saw };
  }
}
