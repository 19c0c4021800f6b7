/** Two tabs of one phone: what one of them learns about an entry is true in the other as well. */
import type { Change } from "./queue";

export class Tabs {
  private readonly channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("home");

  private open = true;

  constructor(heard: (change: Change) => void) {
    this.channel?.addEventListener("message", (event: MessageEvent<Change>) => heard(event.data));
  }

  /** Ids and a phase, no words: the message of a refusal stays in its own tab. */
  tell(change: Change): void {
    if (this.open) this.channel?.postMessage({ ...change, message: "" });
  }

  close(): void {
    this.open = false;
    this.channel?.close();
  }
}
