/** IndexedDB "home": sealed items, ids, and the last seen public key. Nothing readable, no private key. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Item } from "./types";

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
}
type Names = "owners" | "items" | "keys" | "probe" | "notes";

const STRICT = { durability: "strict" } as const;
const PROBE = "x".repeat(64 * 1024);

function oldestFirst(a: Item, b: Item): number {
  return a.made_at < b.made_at ? -1 : a.made_at > b.made_at ? 1 : a.id < b.id ? -1 : 1;
}

export class Store {
  private constructor(private readonly db: IDBPDatabase<HomeDb>) {}

  /** Open and prove that a real write is kept. Throws when the phone refuses storage. */
  static async open(name = "home"): Promise<Store> {
    const db = await openDB<HomeDb>(name, 2, {
      upgrade(fresh, old) {
        if (old < 2) fresh.createObjectStore("notes", { keyPath: "id" });
        if (old > 0) return;
        fresh.createObjectStore("owners", { keyPath: "owner" });
        fresh.createObjectStore("items", { keyPath: "id" });
        fresh.createObjectStore("keys", { keyPath: "key_id" });
        fresh.createObjectStore("probe", { keyPath: "id" });
      },
      blocking(_old, _new, event) {
        (event.target as IDBDatabase).close();
      },
    });
    const store = new Store(db);
    await store.prove();
    return store;
  }

  private async prove(): Promise<void> {
    await this.write("probe", { id: "probe", filler: PROBE });
    await this.remove("probe", "probe");
  }

  private async write<Name extends Names>(name: Name, value: HomeDb[Name]["value"]): Promise<void> {
    const tx = this.db.transaction(name, "readwrite", STRICT);
    await Promise.all([tx.store.put(value), tx.done]);
  }

  private async remove(name: Names, key: string): Promise<void> {
    const tx = this.db.transaction(name, "readwrite", STRICT);
    await Promise.all([tx.store.delete(key), tx.done]);
  }

  /** Oldest first, so that things go in the order they were made. */
  async items(): Promise<Item[]> {
    return (await this.db.getAll("items")).sort(oldestFirst);
  }
  /** Notes left without signing in; they lie apart from what is made signed in, and go another way. */
  async notes(owner: string): Promise<Item[]> {
    return (await this.db.getAll("notes")).filter((note) => note.owner === owner).sort(oldestFirst);
  }
  note(id: string): Promise<Item | undefined> {
    return this.db.get("notes", id);
  }
  keepNote(note: Item): Promise<void> {
    return this.write("notes", note);
  }
  removeNote(id: string): Promise<void> {
    return this.remove("notes", id);
  }
  item(id: string): Promise<Item | undefined> {
    return this.db.get("items", id);
  }

  /** Keep a newer revision. False when another tab already kept this revision or a later one. */
  async keep(item: Item): Promise<boolean> {
    const tx = this.db.transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(item.id);
    const newer = old === undefined || old.rev < item.rev;
    if (newer) await tx.store.put({ ...item, uploaded_rev: old?.uploaded_rev ?? item.uploaded_rev });
    await tx.done;
    return newer;
  }

  /** A draft reached the server at `rev`; a later revision may already be waiting. */
  async markUploaded(id: string, rev: number): Promise<void> {
    const tx = this.db.transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(id);
    if (old !== undefined && old.uploaded_rev < rev) await tx.store.put({ ...old, uploaded_rev: rev });
    await tx.done;
  }

  /** Delete what was sent, unless a later revision was kept meanwhile. */
  async removeSent(id: string, rev: number): Promise<void> {
    const tx = this.db.transaction("items", "readwrite", STRICT);
    const old = await tx.store.get(id);
    if (old !== undefined && old.rev <= rev) await tx.store.delete(id);
    await tx.done;
  }

  removeItem(id: string): Promise<void> {
    return this.remove("items", id);
  }
  owners(): Promise<Owner[]> {
    return this.db.getAll("owners");
  }
  owner(owner: string): Promise<Owner | undefined> {
    return this.db.get("owners", owner);
  }
  rememberOwner(owner: Owner): Promise<void> {
    return this.write("owners", owner);
  }
  rememberKey(key: PublicKey): Promise<void> {
    return this.write("keys", key);
  }
  async lastKey(): Promise<PublicKey | undefined> {
    const keys = await this.db.getAll("keys");
    return keys[keys.length - 1];
  }
  close(): void {
    this.db.close();
  }
}
