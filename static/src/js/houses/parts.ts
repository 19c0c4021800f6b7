/**
 * A photo or voice note cut into parts and sealed, each by itself, before it touches the phone's disk (safety §4.3).
 * Each part: a head (kind, size, SHA-256 of the whole), then its bytes; the last is padded. As attachments/rules.py says.
 */
import { sealBytes } from "./sealing";
import type { FileOf, Part } from "./types";

export const PART = 240 * 1024;
const HEAD = 37;
const BLOCK = 8 * 1024;
const KINDS = ["photo", "voice"] as const;
export type Kind = (typeof KINDS)[number];

export interface PartsFor {
  owner: string;
  keyId: string;
  key: CryptoKey;
  entry: string;
  id: string;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function partBinding(owner: string, entry: string, id: string, number: number, count: number): string {
  return `heard/part/v1|${owner}|${entry}|${id}|${number}|${count}`;
}

function head(kind: Kind, size: number, sha256: Uint8Array): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(HEAD);
  made[0] = KINDS.indexOf(kind);
  new DataView(made.buffer).setUint32(1, size);
  made.set(sha256, 5);
  return made;
}

/** The head and one part's bytes; a part that is not full is padded, so that its size says little. */
function plainPart(start: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const room = Math.min(PART, Math.ceil(bytes.length / BLOCK) * BLOCK);
  const plain = new Uint8Array(HEAD + room);
  plain.set(start);
  plain.set(bytes, HEAD);
  return plain;
}

export async function sealParts(about: PartsFor, kind: Kind, blob: Blob): Promise<{ file: FileOf; parts: Part[] }> {
  const { owner, keyId, key, entry, id } = about;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const start = head(kind, bytes.length, sha256);
  const count = Math.ceil(bytes.length / PART);
  const parts: Part[] = [];
  for (let number = 0; number < count; number += 1) {
    const plain = plainPart(start, bytes.subarray(number * PART, (number + 1) * PART));
    const box = await sealBytes(key, partBinding(owner, entry, id, number, count), plain);
    parts.push({ id, entry, owner, number, count, key_id: keyId, ...box });
  }
  return { file: { id, sha256: hex(sha256), bytes: bytes.length, kind }, parts };
}
