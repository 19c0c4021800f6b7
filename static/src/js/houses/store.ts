/** IndexedDB "home": sealed items, ids, and the last seen public key. Nothing readable, no private key. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Item, Part } from "./types";

/** A child as this phone knows them: no name. The ticket adds sealed notes and opens nothing. */
export interface Owner {
  owner: string;
  sign: string;
  ticket?: string;
  letterbox?: boolean;
}
export interface PublicKey {
  key_id: string;
  public_key: string;
}
interface HomeDb extends DBSchema {
  owners: { key: string; value: Owner };
  items: { key: string; value: Item };
  keys: { key: string; value: PublicKey };
  probe: { key: string; value: { id: string; filler: string } };
  notes: { key: string; value: Item };
  parts: { key: [string, number]; value: Part };
}
type Names = "owners" | "items" | "keys" | "probe" | "notes";

const STRICT = { durability: "strict" } as const;
const PROBE = "x".repeat(64 * 1024);
const NO_BOX = { set_id: "", key_id: "", enc: "", ct: "", saved_offline: false, signed_in: true, uploaded_rev: 0 };

function oldestFirst(a: Item, b: Item): number {
  return a.made_at < b.made_at ? -1 : a.made_at > b.made_at ? 1 : a.id < b.id ? -1 : 1;
}

const VERSION = 3;
function allOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

const nobodyWaits = (): void => undefined;

function upgrade(fresh: IDBPDatabase<HomeDb>, old: number): void {
  if (old < 3) fresh.createObjectStore("parts", { keyPath: ["id", "number"] });
  if (old < 2) fresh.createObjectStore("notes", { keyPath: "id" });
  if (old > 0) return;
  fresh.createObjectStore("owners", { keyPath: "owner" });
  fresh.createObjectStore("items", { keyPath: "id" });
  fresh.createObjectStore("keys", { keyPath: "key_id" });
  fresh.createObjectStore("probe", { keyPath: "id" });
}

/** At our version; where a later app already made it newer (a rollback, an old tab), as it is: nothing is refused. */
async function openHome(name: string, gone: () => void, blocked: () => void): Promise<IDBPDatabase<HomeDb>> {
  const heard = {
    upgrade,
    blocked,
    terminated: gone,
    // What is being written still ends; then the newer tab may change the stores, and we open again when we need to.
    blocking(_old: number, _new: number | null, event: IDBVersionChangeEvent): void {
      (event.target as IDBDatabase).close();
      gone();
    },
  };
  try {
    return await openDB<HomeDb>(name, VERSION, heard);
  } catch (error) {
    if ((error as DOMException).name !== "VersionError") throw error;
    return openDB<HomeDb>(name, undefined, heard);
  }
}

export class Store {
  private opened: Promise<IDBPDatabase<HomeDb>> | null = null;

  private constructor(private readonly name: string, private readonly blocked: () => void) {}

  /** Open and prove that a real write is kept. Throws when the phone refuses storage. `blocked`: another tab is in the way. */
  static async open(name = "home", blocked: () => void = nobodyWaits): Promise<Store> {
    const store = new Store(name, blocked);
    await store.prove();
    return store;
  }

  private db(): Promise<IDBPDatabase<HomeDb>> {
    const gone = (): void => {
      this.opened = null;
    };
    this.opened ??= openHome(this.name, gone, this.blocked).catch((error: unknown) => {
      gone();
      throw error;
    });
    return this.opened;
  }

  private async prove(): Promise<void> {
    await this.write("probe", { id: "probe", filler: PROBE });
    await this.remove("probe", "probe");
  }

  private async write<Name extends Names>(name: Name, value: HomeDb[Name]["value"]): Promise<void> {
    const tx = (await this.db()).transaction(name, "readwrite", STRICT);
    await Promise.all([tx.store.put(value), tx.done]);
  }

  private async remove(name: Names, key: string): Promise<void> {
    const tx = (await this.db()).transaction(name, "readwrite", STRICT);
    await Promise.all([tx.store.delete(key), tx.done]);
  }

  /** Oldest first, so that things go in the order they were made. */
  async items(): Promise<Item[]> {
    return (await (await this.db()).getAll("items")).sort(oldestFirst);
  }
  /** Notes left without signing in; they lie apart from what is made signed in, and go another way. */
  async notes(owner: string): Promise<Item[]> {
    return (await (await this.db()).getAll("notes")).filter((note) => note.owner === owner).sort(oldestFirst);
  }
  note(id: string): Promise<Item | undefined> {
    return this.db().then((db) => db.get("notes", id));
  }
  keepNote(note: Item): Promise<void> {
    return this.write("notes", note);
  }
  removeNote(id: string): Promise<void> {
    return this.remove("notes", id);
  }
  item(id: string): Promise<Item | undefined> {
    return this.db().then((db) => db.get("items", id));
  }

  /** Keep a newer revision. False when another tab already kept this revision or a later one. */
  async keep(item: Item): Promise<boolean> {
    const tx = (await this.db()).transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(item.id);
    const newer = old === undefined || old.rev < item.rev;
    if (newer) await tx.store.put({ ...item, uploaded_rev: old?.uploaded_rev ?? item.uploaded_rev });
    await tx.done;
    return newer;
  }

  /** A draft reached the server at `rev`; a later revision may already be waiting. */
  async markUploaded(id: string, rev: number): Promise<void> {
    const tx = (await this.db()).transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(id);
    if (old !== undefined && old.uploaded_rev < rev) await tx.store.put({ ...old, uploaded_rev: rev });
    await tx.done;
  }

  /** Delete what was sent, unless a later revision was kept meanwhile. */
  async removeSent(id: string, rev: number): Promise<void> {
    const tx = (await this.db()).transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(id);
    if (old !== undefined && old.rev <= rev) await tx.store.delete(id);
    await tx.done;
  }

  /** "Start fresh": the box leaves this phone now; what is with us is put away by a small errand, which may wait. */
  async putAway(id: string, owner: string): Promise<void> {
    const tx = (await this.db()).transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(id);
    // A later number than any kept here: another tab that still writes on it goes on under an id of its own.
    const errand = { id, owner, rev: (old?.rev ?? 0) + 1, kind: "fresh" as const, made_at: new Date().toISOString() };
    if (old?.kind !== "send") await tx.store.put({ ...NO_BOX, ...errand });
    await tx.done;
  }

  removeItem(id: string): Promise<void> {
    return this.remove("items", id);
  }

  // ---- photos and voice notes, in sealed parts

  /** All parts of one attachment, or none: the phone has them when this resolves. */
  async keepParts(parts: readonly Part[]): Promise<void> {
    const tx = (await this.db()).transaction("parts", "readwrite", STRICT);
    await Promise.all([...parts.map((part) => tx.store.put(part)), tx.done]);
  }
  /** The numbers of the parts that are still here, lowest first. */
  async partNumbers(id: string): Promise<number[]> {
    const keys = await (await this.db()).getAllKeys("parts", allOf(id));
    return keys.map(([, number]) => number);
  }
  part(id: string, number: number): Promise<Part | undefined> {
    return this.db().then((db) => db.get("parts", [id, number]));
  }
  async removeParts(id: string): Promise<void> {
    const tx = (await this.db()).transaction("parts", "readwrite", STRICT);
    await Promise.all([tx.store.delete(allOf(id)), tx.done]);
  }
  /** Which attachments have parts here, each with the draft it was made in. */
  async attachments(): Promise<{ id: string; entry: string }[]> {
    const found = new Map<string, string>();
    let cursor = await (await this.db()).transaction("parts").store.openCursor();
    for (; cursor !== null; cursor = await cursor.continue()) found.set(cursor.value.id, cursor.value.entry);
    return [...found].map(([id, entry]) => ({ id, entry }));
  }
  /** Whether so many bytes more can be kept: tried, not guessed. */
  async hasRoom(bytes: number): Promise<boolean> {
    try {
      await this.write("probe", { id: "room", filler: "x".repeat(bytes) });
      await this.remove("probe", "room");
      return true;
    } catch {
      return false;
    }
  }
  owners(): Promise<Owner[]> {
    return this.db().then((db) => db.getAll("owners"));
  }
  owner(owner: string): Promise<Owner | undefined> {
    return this.db().then((db) => db.get("owners", owner));
  }
  rememberOwner(owner: Owner): Promise<void> {
    return this.write("owners", owner);
  }
  rememberKey(key: PublicKey): Promise<void> {
    return this.write("keys", key);
  }
  async lastKey(): Promise<PublicKey | undefined> {
    const keys = await (await this.db()).getAll("keys");
    return keys[keys.length - 1];
  }
  close(): void {
    void this.opened?.then((db) => db.close(), nobodyWaits);
    this.opened = null;
  }
}
