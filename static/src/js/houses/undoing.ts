/** Undo and redo. What was undone lives a moment, in memory alone, and is then destroyed (practice §5). */
import type { Making } from "./making";

const UNDONE_LIVES_MS = 20_000;

export class Undoing {
  private timer = 0;

  constructor(private readonly making: Making, private readonly refresh: () => void) {}

  undo(): void {
    const { making } = this;
    making.place.lift();
    making.place.pick(null);
    const step = making.sheet().undo();
    if (step === null) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.destroy(), UNDONE_LIVES_MS);
    making.say("undone");
    making.after(step.of);
  }

  redo(): void {
    const step = this.making.sheet().redo();
    if (step === null) return;
    this.making.say("redone");
    this.making.after(step.of);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Nobody who takes the phone later can bring an undone act back. */
  private destroy(): void {
    this.making.sheet().forgetUndone();
    this.refresh();
  }
}
