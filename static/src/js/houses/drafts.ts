/** The entry in hand: kept in memory, sealed after each stroke and each pause in typing, never written readable. */
import { uuid7 } from "./ids";
import { seal } from "./sealing";
import { Strokes } from "./strokes";
import type { ServerDraft } from "./api";
import type { Content, House, Item, Share, With } from "./types";

const TYPING_PAUSE_MS = 500;

export interface Draft {
  id: string;
  rev: number;
  setId: string;
  house: House;
  words: string;
  strokes: Strokes;
  prompt: string;
  with: With;
  readBack: boolean;
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

export function newDraft(house: House, setId: string, prompt: string, who: With): Draft {
  const start = { id: uuid7(), rev: 0, words: "", strokes: new Strokes(), readBack: false };
  return { ...start, house, setId, prompt, with: who };
}

export function fromServer(draft: ServerDraft, rev: number): Draft {
  const { house, words, strokes, prompt, with: who, read_back: readBack } = draft.content;
  const base = { id: draft.id, rev, setId: draft.set_id, house, words, strokes: new Strokes(strokes) };
  return { ...base, prompt, with: who, readBack };
}

export function isEmpty(draft: Draft): boolean {
  return draft.words.trim() === "" && draft.strokes.all().length === 0;
}

function contentOf(draft: Draft, share: Share | null): Content {
  const { house, words, prompt, with: who, readBack } = draft;
  return { v: 1, house, words, strokes: [...draft.strokes.all()], prompt, with: who, share, read_back: readBack };
}

export class Keeper {
  private draft: Draft | null = null;
  private dirty = false;
  private timer = 0;
  private saving: Promise<void> | null = null;

  constructor(private readonly parts: KeeperParts) {}

  open(draft: Draft): void {
    this.draft = draft;
    this.dirty = false;
  }
  current(): Draft | null {
    return this.draft;
  }

  /** After a stroke: seal now. After a letter: seal at the next pause. */
  change(pause = false): void {
    const { draft } = this;
    if (draft === null || (draft.rev === 0 && isEmpty(draft))) return;
    this.dirty = true;
    if (!pause) return void this.sealNow();
    this.parts.keeping(draft);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.sealNow(), TYPING_PAUSE_MS);
  }

  /** Seal what is unsaved; resolves when it is on disk or the phone refused. */
  sealNow(): Promise<void> {
    clearTimeout(this.timer);
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
    draft.strokes.forgetUndone();
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
    return { ...about, ...box, saved_offline: !navigator.onLine, signed_in: signedIn, uploaded_rev: 0 };
  }
}
