/**
 * A child's own phone: what was begun and what was sent, sealed so that it opens again without a network (decision 0008).
 * The records' key is made here and kept only wrapped (AES-256-GCM) by a part that the server gives at sign-in, in a cookie
 * that ends with the session. Without the part nothing here opens: not after Leave, a 401, or "stop this phone".
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { fromBase64url } from "./sealing";

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  ct: ArrayBuffer;
}
interface Record extends Sealed {
  id: string;
  owner: string;
  kind: Kind;
  name: string;
}
interface OwnDb extends DBSchema {
  wraps: { key: string; value: Sealed & { owner: string } };
  records: { key: string; value: Record };
}
export type Kind = "draft" | "sent" | "states";

const STRICT = { durability: "strict" } as const;
const COOKIE = /(?:^|; )(?:__Host-)?heard-part=([\w-]+)\.([\w-]+)/;
const BLOCK = 1024;
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Whose phone the server says this is now, and its part; null on a shared phone and when nobody is signed in. */
export function partHere(cookies: string): { owner: string; part: string } | null {
  const found = COOKIE.exec(cookies);
  return found ? { owner: found[1] ?? "", part: found[2] ?? "" } : null;
}

function openDatabase(name: string): Promise<IDBPDatabase<OwnDb>> {
  return openDB<OwnDb>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("wraps", { keyPath: "owner" });
      fresh.createObjectStore("records", { keyPath: "id" });
    },
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
}

async function wrapper(part: string, owner: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", fromBase64url(part), "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: bytes(`heard/own/v1|${owner}`) };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function shut(key: CryptoKey, bound: string, plain: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const ct = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(bound) }, key, plain);
  return { iv, ct };
}

function unshut(key: CryptoKey, bound: string, box: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: bytes(bound) }, key, box.ct);
}

/** JSON in whole blocks, so that the size says little. */
function padded(value: unknown): Uint8Array<ArrayBuffer> {
  const plain = bytes(JSON.stringify(value));
  const full = new Uint8Array(Math.ceil(plain.length / BLOCK) * BLOCK).fill(0x20);
  full.set(plain);
  return full;
}

export class OwnPhone {
  private constructor(private readonly db: IDBPDatabase<OwnDb>, readonly owner: string, private readonly key: CryptoKey) {}

  /** Open with the part that is here now. Records that an earlier part sealed and this one does not open are deleted. */
  static async open(owner: string, part: string, name = "home-own"): Promise<OwnPhone> {
    const db = await openDatabase(name);
    const wrapping = await wrapper(part, owner);
    const kept = await db.get("wraps", owner);
    const raw = kept && (await unshut(wrapping, `key|${owner}`, kept).catch(() => null));
    const plain = new Uint8Array(raw ?? crypto.getRandomValues(new Uint8Array(32)));
    const key = await crypto.subtle.importKey("raw", plain, "AES-GCM", false, ["encrypt", "decrypt"]);
    const own = new OwnPhone(db, owner, key);
    if (!raw) await own.beginAnew(await shut(wrapping, `key|${owner}`, plain));
    plain.fill(0);
    return own;
  }

  /** Delete what is kept here of this child: the phone is shared from now on. */
  static async wipe(owner: string, name = "home-own"): Promise<void> {
    const db = await openDatabase(name);
    await clear(db, owner);
    db.close();
  }

  private async beginAnew(wrapped: Sealed): Promise<void> {
    await clear(this.db, this.owner);
    const tx = this.db.transaction("wraps", "readwrite", STRICT);
    await Promise.all([tx.store.put({ owner: this.owner, ...wrapped }), tx.done]);
  }

  private bound(kind: Kind, name: string): string {
    return `heard/own/v1|${this.owner}|${kind}|${name}`;
  }

  async keep(kind: Kind, name: string, value: unknown): Promise<void> {
    const box = await shut(this.key, this.bound(kind, name), padded(value));
    const tx = this.db.transaction("records", "readwrite", STRICT);
    const about = { id: this.bound(kind, name), owner: this.owner, kind, name };
    await Promise.all([tx.store.put({ ...about, ...box }), tx.done]);
  }

  async drop(kind: Kind, name: string): Promise<void> {
    const tx = this.db.transaction("records", "readwrite", STRICT);
    await Promise.all([tx.store.delete(this.bound(kind, name)), tx.done]);
  }

  async names(kind: Kind): Promise<string[]> {
    return (await this.rows(kind)).map((row) => row.name);
  }

  /** Everything of one kind that opens; a record that was changed by somebody is passed over. */
  async all<T>(kind: Kind): Promise<T[]> {
    const opened = (await this.rows(kind)).map(async (row) => {
      const plain = await unshut(this.key, row.id, row).catch(() => null);
      return plain === null ? [] : [JSON.parse(new TextDecoder().decode(plain)) as T];
    });
    return (await Promise.all(opened)).flat();
  }

  private async rows(kind: Kind): Promise<Record[]> {
    return (await this.db.getAll("records")).filter((row) => row.owner === this.owner && row.kind === kind);
  }

  close(): void {
    this.db.close();
  }
}

async function clear(db: IDBPDatabase<OwnDb>, owner: string): Promise<void> {
  const tx = db.transaction(["wraps", "records"], "readwrite", STRICT);
  await tx.objectStore("wraps").delete(owner);
  for (const row of await tx.objectStore("records").getAll())
    if (row.owner === owner) await tx.objectStore("records").delete(row.id);
  await tx.done;
}
