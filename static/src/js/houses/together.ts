/** Brothers and sisters make one together: who they are is typed, never looked up, and asked for only then. */
import { type Draft, isEmpty } from "./drafts";
import type { With } from "./types";

export class Together {
  constructor(private readonly root: HTMLElement) {
    root.addEventListener("change", (event) => this.ticked(event.target as HTMLInputElement));
  }

  private ticked(box: HTMLInputElement): void {
    if (box.name === "with") this.show("[data-together]", box.value === "sibling");
  }

  /** Put on the draft who is there. What was begun together stays so: a brother's or sister's words may be in it. */
  mark(draft: Draft, who: With): void {
    draft.with = draft.with === "sibling" && !isEmpty(draft) ? "sibling" : who;
    const typed = this.root.querySelector<HTMLInputElement>("[data-together-names]")?.value.trim() ?? "";
    draft.together = draft.with === "sibling" ? typed || draft.together : "";
    this.show("[data-together-note]", draft.with === "sibling");
  }

  private show(part: string, on: boolean): void {
    for (const one of this.root.querySelectorAll<HTMLElement>(part)) one.hidden = !on;
  }
}
