/** The five addresses of the houses. Every call answers a value; only a lost network throws. */
import { toBase64url } from "./sealing";
import type { Content, Item, Part } from "./types";

const PATIENCE_MS = 30_000;
const ENTRIES = "/houses/entries";

export interface Token {
  csrf: string;
  owner: string;
}
export interface Reply {
  status: number;
  message: string;
}
export interface ServerDraft {
  id: string;
  rev: number;
  set_id: string;
  content: Content;
  signed_in: boolean;
  /** In the copy that an own phone keeps: see Item. */
  page?: string;
  saw?: number;
}
/** One entry as it was sent. */
export interface Sent {
  id: string;
  set_id: string;
  made_at: string;
  content: Content;
}
export interface EntryState {
  id: string;
  house: string;
  state: "arrived" | "read";
  text: string;
}

/** The patience holds for the body too: an answer that stops half-way must not hold up the queue for ever. */
function ask(path: string, init: RequestInit = {}, stop = new AbortController()): Promise<Response> {
  setTimeout(() => stop.abort(), PATIENCE_MS);
  const headers = { Accept: "application/json", "Content-Type": "application/json", ...init.headers };
  const settings: RequestInit = { cache: "no-store", credentials: "same-origin", redirect: "manual", ...init };
  return fetch(path, { ...settings, headers, signal: stop.signal });
}

async function body<T>(reply: Response): Promise<T | null> {
  try {
    return (await reply.json()) as T;
  } catch {
    return null;
  }
}

/** A redirect to the sign-in page means the same as 401. */
function statusOf(reply: Response): number {
  return reply.type === "opaqueredirect" ? 401 : reply.status;
}

export async function fetchToken(): Promise<{ status: number; token: Token | null }> {
  const reply = await ask("/houses/token");
  return { status: statusOf(reply), token: reply.ok ? await body<Token>(reply) : null };
}

/** One thing that waits: an entry, or the errand to put a begun one away. */
export async function post(item: Item, csrf: string): Promise<Reply> {
  return item.kind === "fresh" ? { status: await discardDraft(item.id, csrf), message: "" } : postEntry(item, csrf);
}

/** What the server has of an entry or an attachment. `missing`: ids of attachments, or numbers of parts. */
export interface Standing<Missing> extends Reply {
  state: string;
  missing: Missing[];
}

export async function postEntry(item: Item, csrf: string): Promise<Standing<string>> {
  const { id, rev, kind, owner, set_id, key_id, enc, ct, made_at, signed_in, page, saw } = item;
  const sent = { id, rev, kind, owner, set_id, key_id, enc, ct, made_at, signed_in, page, saw };
  const reply = await ask(ENTRIES, { method: "POST", headers: { "X-CSRFToken": csrf }, body: JSON.stringify(sent) });
  return standing(reply, id);
}

/** One part of a photo or voice note. */
export async function postPart(part: Part, csrf: string): Promise<Standing<number>> {
  const sent = JSON.stringify({ ...part, ct: toBase64url(part.ct) });
  const reply = await ask("/houses/parts", { method: "POST", headers: { "X-CSRFToken": csrf }, body: sent });
  return standing(reply, part.id);
}

/** A 2xx that does not name the thing came from something in between (a café's sign-in page): not an arrival. */
async function standing<Missing>(reply: Response, id: string): Promise<Standing<Missing>> {
  const said = await body<{ id?: string; message?: string; state?: string; missing?: Missing[] }>(reply);
  const status = reply.ok && said?.id !== id ? 599 : statusOf(reply);
  return { status, message: said?.message ?? "", state: said?.state ?? "", missing: said?.missing ?? [] };
}

/** A photo or voice note of the child's own draft, as it was made again; null when there is none for this phone. */
export async function fetchPiece(id: string): Promise<Blob | null> {
  const reply = await ask(`/houses/piece?a=${encodeURIComponent(id)}`, { headers: { Accept: "*/*" } });
  return reply.ok ? reply.blob() : null;
}

export interface Enrolment {
  ticket: string;
  sign: string;
  letterbox: boolean;
}

/**
 * A ticket for this phone, or the one it brings again; null when this is no phone to keep one.
 * `stop`: after Leave its answer must not bring back the part of the key that leaving took away.
 */
export async function enrol(sign: string, ticket: string, csrf: string, stop: AbortController): Promise<Enrolment | null> {
  const headers = { "X-CSRFToken": csrf, "X-Ticket": ticket, "Content-Type": "application/x-www-form-urlencoded" };
  const said = new URLSearchParams({ sign }).toString();
  const reply = await ask("/this-phone/ticket", { method: "POST", headers, body: said }, stop);
  const found = reply.ok ? await body<Enrolment>(reply) : null;
  return found !== null && found.ticket !== "" ? found : null;
}

/** The ticket alone goes with a note: no cookie is needed. What the phone may not add now stays there (422). */
export async function postNote(item: Item, ticket: string): Promise<Reply> {
  const { id, owner, key_id, enc, ct, made_at } = item;
  const sent = JSON.stringify({ id, owner, key_id, enc, ct, made_at });
  const reply = await ask("/letterbox/notes", { method: "POST", headers: { "X-Ticket": ticket }, body: sent, credentials: "omit" });
  const said = await body<{ id?: string; message?: string; promise?: string }>(reply);
  if (reply.ok) return { status: said?.id === id ? 200 : 599, message: said?.promise ?? "" };
  const stays = reply.status === 404 || reply.status === 410;
  return { status: stays ? 422 : statusOf(reply), message: said?.message ?? "" };
}

export async function fetchDrafts(): Promise<ServerDraft[] | null> {
  const reply = await ask("/houses/drafts");
  return reply.ok ? ((await body<{ drafts: ServerDraft[] }>(reply))?.drafts ?? null) : null;
}

export async function fetchStates(): Promise<EntryState[]> {
  const reply = await ask("/houses/states");
  return reply.ok ? ((await body<{ entries: EntryState[] }>(reply))?.entries ?? []) : [];
}

/** What was sent, newest first; on a phone of the child's own alone. */
export async function fetchHistory(page: number): Promise<{ entries: Sent[]; more: boolean }> {
  const reply = await ask(page === 1 ? "/houses/history" : `/houses/history?page=${page}`);
  return (reply.ok ? await body<{ entries: Sent[]; more: boolean }>(reply) : null) ?? { entries: [], more: false };
}

/** The status; a 2xx that does not name the draft came from something in between. */
async function discardDraft(id: string, csrf: string): Promise<number> {
  const path = `/houses/drafts/${encodeURIComponent(id)}/discard`;
  const reply = await ask(path, { method: "POST", headers: { "X-CSRFToken": csrf }, body: "{}" });
  return reply.ok && (await body<{ id?: string }>(reply))?.id !== id ? 599 : statusOf(reply);
}
