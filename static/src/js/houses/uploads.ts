/**
 * What an entry names goes before it, part by part; the entry has arrived when the server says that it is whole.
 * Pure: store and network are given to it. Sent again it is the same, in any order, so a cut costs one part at most.
 */
import type { Reply, Standing } from "./api";
import type { Item, Part } from "./types";

export interface UploadParts {
  store: {
    partNumbers(id: string): Promise<number[]>;
    part(id: string, number: number): Promise<Part | undefined>;
    removeParts(id: string): Promise<void>;
  };
  postPart(part: Part, csrf: string): Promise<Standing<number>>;
  postEntry(item: Item, csrf: string): Promise<Standing<string>>;
  /** One attachment could not be taken: said where it stands, the rest of the entry goes on. */
  refused(id: string, message: string): void;
  /** What is said when a photo or recording is neither here nor with the server. */
  lost(): string;
}

const DONE: Reply = { status: 200, message: "" };
const AGAIN: Reply = { status: 599, message: "" };

function isFine(reply: Reply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

/** All parts that the server misses; once it has the whole, they leave the phone. */
async function upload(parts: UploadParts, id: string, csrf: string): Promise<Reply> {
  const numbers = await parts.store.partNumbers(id);
  let missing: number[] | null = null;
  for (const number of numbers) {
    if (missing !== null && !missing.includes(number)) continue;
    const part = await parts.store.part(id, number);
    if (part === undefined) return DONE; // another tab was quicker, or it was deleted
    const reply = await parts.postPart(part, csrf);
    if (!isFine(reply)) return reply;
    if (reply.state === "kept") {
      await parts.store.removeParts(id);
      return DONE;
    }
    missing = reply.missing;
  }
  return numbers.length === 0 ? DONE : AGAIN;
}

/** The reply for the queue: 2xx when the entry is with us, whole. */
export async function postWithParts(parts: UploadParts, item: Item, csrf: string): Promise<Reply> {
  let stopped: Reply | null = null;
  for (const id of item.files ?? []) {
    const reply = await upload(parts, id, csrf);
    if (isFine(reply)) continue;
    if (reply.status !== 422) return reply;
    parts.refused(id, reply.message);
    stopped = reply;
  }
  // A draft keeps its words with us whatever becomes of a photo; what is sent waits until it is whole.
  if (stopped !== null && item.kind === "send") return stopped;
  const reply = await parts.postEntry(item, csrf);
  if (!isFine(reply) || reply.state !== "on_its_way") return reply;
  const here = await Promise.all(reply.missing.map((id) => parts.store.partNumbers(id)));
  return here.some((numbers) => numbers.length === 0) ? { status: 422, message: parts.lost() } : AGAIN;
}
