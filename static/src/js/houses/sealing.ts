/**
 * Seal an entry to the service's public key before it touches the phone's disk (safety §4.3).
 * HPKE base mode (RFC 9180): DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The phone cannot reopen it.
 * The binding to owner, id and revision is in `info`: the server's HPKE has no aad.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Content, Note } from "./types";

const BLOCK = 1024;
const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export interface Sealed {
  enc: string;
  ct: string;
}

export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Half a surrogate pair has no UTF-8 form; it becomes U+FFFD so that the rest of her words arrive. */
export function wellFormed(text: string): string {
  const halves = /[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g;
  return text.replace(halves, (found) => (found.length === 2 ? found : "\uFFFD"));
}

/** UTF-8 JSON, padded with spaces to a multiple of 1024 bytes so that the size says little. */
export function plaintext(content: Content | Note): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(JSON.stringify({ ...content, words: wellFormed(content.words) }));
  const padded = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(0x20);
  padded.set(bytes);
  return padded;
}

export function binding(owner: string, id: string, rev: number): string {
  return `heard/entry/v1|${owner}|${id}|${rev}`;
}

export function noteBinding(owner: string, id: string): string {
  return `heard/note/v1|${owner}|${id}|1`;
}

export async function importPublicKey(base64url: string): Promise<CryptoKey> {
  return suite.kem.importKey("raw", fromBase64url(base64url).buffer, true);
}

export async function seal(key: CryptoKey, owner: string, id: string, rev: number, content: Content): Promise<Sealed> {
  return sealTo(key, binding(owner, id, rev), content);
}

export async function sealNote(key: CryptoKey, owner: string, id: string, note: Note): Promise<Sealed> {
  return sealTo(key, noteBinding(owner, id), note);
}

async function sealTo(key: CryptoKey, bound: string, content: Content | Note): Promise<Sealed> {
  const { enc, ct } = await sealBytes(key, bound, plaintext(content));
  return { enc, ct: toBase64url(ct) };
}

export interface SealedBytes {
  enc: string;
  ct: Uint8Array<ArrayBuffer>;
}

/** Bytes as they are: a part of a photo or recording. */
export async function sealBytes(key: CryptoKey, bound: string, plain: Uint8Array<ArrayBuffer>): Promise<SealedBytes> {
  const info = new TextEncoder().encode(bound).buffer;
  const sender = await suite.createSenderContext({ recipientPublicKey: key, info });
  const ct = await sender.seal(plain.buffer);
  return { enc: toBase64url(new Uint8Array(sender.enc)), ct: new Uint8Array(ct) };
}
