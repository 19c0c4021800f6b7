/**
 * What waits on the phone goes out once each, in order, and never gets lost (safety R8–R15).
 * Pure state machine: clock, network, store and lock are given to it.
 * The same id, revision and ciphertext is sent again until a 2xx names it; the server counts it once.
 */
import type { Reply, Token } from "./api";
import type { Item } from "./types";

export type Phase = "sending" | "arrived" | "draft" | "waiting" | "signin" | "owner" | "stopped";
export interface Change {
  id: string;
  rev: number;
  kind: Item["kind"];
  phase: Phase;
  message: string;
}
export interface QueueParts {
  store: {
    items(): Promise<Item[]>;
    item(id: string): Promise<Item | undefined>;
    markUploaded(id: string, rev: number): Promise<void>;
    removeSent(id: string, rev: number): Promise<void>;
  };
  token(): Promise<{ status: number; token: Token | null }>;
  post(item: Item, csrf: string): Promise<Reply>;
  /** Run alone among all tabs of this phone. */
  alone(work: () => Promise<void>): Promise<void>;
  later(ms: number, work: () => void): () => void;
  tell(change: Change): void;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
type Outcome = "next" | "halt";

function waits(item: Item): boolean {
  return item.kind !== "draft" || item.uploaded_rev < item.rev;
}

function name(item: Item): string {
  return `${item.id}:${item.rev}`;
}

export class Queue {
  private tries = 0;
  private cancelTimer: (() => void) | null = null;
  private running: Promise<void> | null = null;
  private askedAgain = false;
  private stopped = false;
  /** Revisions the server cannot take: kept, shown, not tried again until the page is loaded again. */
  private readonly refused = new Set<string>();

  constructor(private readonly parts: QueueParts) {}

  /** Something new was kept: send soon, but not faster than the back-off allows. */
  poke(): Promise<void> {
    return this.cancelTimer === null ? this.run() : Promise.resolve();
  }

  /** The network came back, or the page was opened: try now. */
  wake(): Promise<void> {
    this.dropTimer();
    this.tries = 0;
    return this.run();
  }

  stop(): void {
    this.stopped = true;
    this.dropTimer();
  }

  private dropTimer(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private run(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    if (this.running !== null) {
      this.askedAgain = true;
      return this.running;
    }
    this.running = this.rounds().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async rounds(): Promise<void> {
    do {
      this.askedAgain = false;
      await this.parts.alone(() => this.round());
    } while (this.askedAgain && this.cancelTimer === null && !this.stopped);
  }

  private async round(): Promise<void> {
    const waiting = (await this.parts.store.items()).filter((item) => waits(item) && !this.refused.has(name(item)));
    if (waiting.length === 0) return;
    const token = await this.fetchToken(waiting);
    if (token === null) return;
    const before = this.tries;
    for (const item of waiting) {
      if (this.stopped) return;
      if ((await this.one(item.id, token)) === "halt") return;
    }
    if (this.tries === before) this.tries = 0;
  }

  private async fetchToken(waiting: Item[]): Promise<Token | null> {
    try {
      const answer = await this.parts.token();
      if (answer.token !== null) return answer.token;
      if (answer.status === 401) this.tellAll(waiting, "signin");
      else this.backOff(waiting);
    } catch {
      this.backOff(waiting);
    }
    return null;
  }

  /** Read again under the lock: another tab may have sent it, or a later revision may be there. */
  private async one(id: string, token: Token): Promise<Outcome> {
    const item = await this.parts.store.item(id);
    if (item === undefined || !waits(item)) return "next";
    if (item.owner !== token.owner) return this.tell(item, "owner", "next");
    this.tell(item, "sending", "next");
    try {
      return await this.settle(item, await this.parts.post(item, token.csrf));
    } catch {
      this.backOff([item]);
      return "halt";
    }
  }

  private async settle(item: Item, reply: Reply): Promise<Outcome> {
    if (reply.status >= 200 && reply.status < 300) return this.arrived(item);
    if (reply.status === 401) return this.tell(item, "signin", "halt");
    if (reply.status === 409) return this.tell(item, "owner", "next");
    if (reply.status === 413 || reply.status === 422) {
      this.refused.add(name(item));
      return this.tell(item, "stopped", "next", reply.message);
    }
    this.backOff([item]);
    // One entry that the server cannot handle today must not hold up the others.
    return reply.status === 429 || reply.status === 503 ? "halt" : "next";
  }

  private async arrived(item: Item): Promise<Outcome> {
    if (item.kind === "draft") await this.parts.store.markUploaded(item.id, item.rev);
    else await this.parts.store.removeSent(item.id, item.rev);
    return this.tell(item, item.kind === "draft" ? "draft" : "arrived", "next");
  }

  private backOff(items: Item[]): void {
    this.tellAll(items, "waiting");
    if (this.stopped || this.cancelTimer !== null) return;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries);
    this.tries = Math.min(this.tries + 1, 16);
    this.cancelTimer = this.parts.later(wait, () => {
      this.cancelTimer = null;
      void this.run();
    });
  }

  private tellAll(items: Item[], phase: Phase): void {
    for (const item of items) this.tell(item, phase, "next");
  }

  private tell(item: Item, phase: Phase, outcome: Outcome, message = ""): Outcome {
    this.parts.tell({ id: item.id, rev: item.rev, kind: item.kind, phase, message });
    return outcome;
  }
}

/** Two tabs never send at the same time. A phone without Web Locks relies on the server's once-only rule. */
export async function aloneOnThisPhone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) return work();
  await navigator.locks.request("home-queue", work);
}
