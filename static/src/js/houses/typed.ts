/** Who held the pen, and whether these are the child's words: asked when somebody is there, said by the child. */
import type { Draft } from "./drafts";
import type { Screens } from "./screens";
import type { TypedBy } from "./types";

export class Typed {
  private readonly box: HTMLElement | null;

  constructor(private readonly root: HTMLElement, private readonly screens: Screens) {
    this.box = root.querySelector("[data-typed-box]");
  }

  /** With what the draft says already; a child alone is not asked. */
  open(draft: Draft): void {
    if (this.box === null) return;
    this.box.hidden = draft.with === "alone";
    this.tick("typed", draft.typedBy);
    this.tick("own-words", draft.typedBy === "" ? "" : draft.ownWords ? "yes" : "no");
    this.screens.error("typed", "");
    this.refresh();
  }

  refresh(): void {
    const own = this.root.querySelector<HTMLElement>("[data-own-box]");
    if (own !== null) own.hidden = !this.picked("typed");
  }

  /** Put on the draft what was tapped. False while it is not said whose words they are. */
  take(draft: Draft): boolean {
    const by = draft.with === "alone" ? "" : (this.picked("typed") ?? "");
    const words = this.picked("own-words");
    const isSaid = by === "" || words !== undefined;
    this.screens.error("typed", isSaid ? "" : undefined);
    if (!isSaid) return false;
    draft.typedBy = by as TypedBy;
    draft.ownWords = by === "" || words === "yes";
    return true;
  }

  private picked(name: string): string | undefined {
    return this.box?.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value;
  }

  private tick(name: string, value: string): void {
    for (const box of this.box?.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`) ?? [])
      box.checked = box.value === value;
  }
}
