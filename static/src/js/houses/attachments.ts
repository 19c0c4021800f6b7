/** The photos and voice notes of this page: sealed and kept at once, seen and heard from memory, destroyed when deleted. */
import * as api from "./api";
import { type Draft, filesOf } from "./drafts";
import { madeAt, uuid7 } from "./ids";
import type { Sealer } from "./owners";
import { type Kind, sealParts } from "./parts";
import type { Store } from "./store";
import type { FileOf } from "./types";

const A_DAY_MS = 24 * 3600 * 1000;

/** Parts that nothing on this phone names: of a draft that ended elsewhere, of a page that stopped half-way. */
export async function sweepParts(store: Store, now = Date.now()): Promise<void> {
  const named = new Set((await store.items()).flatMap((item) => item.files ?? []));
  const left = (await store.attachments()).filter(({ id }) => !named.has(id) && Math.abs(now - madeAt(id)) > A_DAY_MS);
  for (const { id } of left) await store.removeParts(id);
}

export class Attachments {
  private readonly urls = new Map<string, string>();
  private readonly asked = new Map<string, Promise<string | null>>();
  /** What the server could not take, with its words for the child. */
  readonly refused = new Map<string, string>();

  constructor(private readonly store: Store, private readonly sealer: () => Sealer | null) {}

  /** Sealed and on this phone when it resolves; null when the phone could not keep it, and then nothing changes. */
  async add(draft: Draft, kind: Kind, blob: Blob): Promise<FileOf | null> {
    const sealer = this.sealer();
    if (sealer === null || blob.size === 0) return null;
    try {
      const { file, parts } = await sealParts({ ...sealer, entry: draft.id, id: uuid7() }, kind, blob);
      await this.store.keepParts(parts);
      draft.files.push(file);
      this.urls.set(file.id, URL.createObjectURL(blob));
      return file;
    } catch {
      return null;
    }
  }

  /** From memory; after a reload from the server, for the child's own draft alone; null without a network. */
  url(id: string): Promise<string | null> {
    const here = this.urls.get(id);
    if (here !== undefined) return Promise.resolve(here);
    const asking = this.asked.get(id) ?? this.fetch(id).finally(() => this.asked.delete(id));
    this.asked.set(id, asking);
    return asking;
  }

  private async fetch(id: string): Promise<string | null> {
    const blob = await api.fetchPiece(id).catch(() => null);
    if (blob === null) return null;
    const url = URL.createObjectURL(blob);
    this.urls.set(id, url);
    return url;
  }

  hasRoom(bytes: number): Promise<boolean> {
    return this.store.hasRoom(bytes);
  }

  /** Deleted: its bytes leave the phone's disk and memory; the next revision lets the server destroy its own. */
  async remove(draft: Draft, id: string): Promise<void> {
    draft.files = draft.files.filter((file) => file.id !== id);
    this.forget(id);
    await this.store.removeParts(id);
  }

  /** Leaving the page for making: what was undone or rubbed out is destroyed here too. */
  async keepOnly(draft: Draft): Promise<void> {
    const used = new Set(filesOf(draft).map((file) => file.id));
    for (const file of [...draft.files]) if (!used.has(file.id)) await this.remove(draft, file.id);
  }

  /** "Start fresh": what this draft had not sent leaves the phone with it. */
  async dropAll(draft: Draft): Promise<void> {
    for (const file of [...draft.files]) await this.remove(draft, file.id);
  }

  /** The page goes: nothing can be seen or heard from memory any more. */
  clear(): void {
    for (const id of [...this.urls.keys()]) this.forget(id);
  }

  private forget(id: string): void {
    const url = this.urls.get(id);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.urls.delete(id);
    this.refused.delete(id);
  }
}
