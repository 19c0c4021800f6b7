/** Panels in place of the paper: the tray, her words, a name, the places. One at a time; the rest is away meanwhile. */
export class Panels {
  private from: HTMLElement | null = null;

  constructor(private readonly section: HTMLElement) {}

  open(name: string): HTMLElement | null {
    const panel = this.panel(name);
    if (panel === null) return null;
    this.close(false);
    this.from = document.activeElement as HTMLElement | null;
    this.show(panel, true);
    (panel.querySelector<HTMLElement>("textarea, input") ?? panel.querySelector<HTMLElement>("h2"))?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    return panel;
  }

  /** Close what is open; the focus goes back to where it came from. */
  close(refocus = true): void {
    const open = this.current();
    if (open === null) return;
    this.show(open, false);
    for (const field of open.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input[type=text], textarea")) field.value = "";
    window.scrollTo(0, 0);
    if (refocus) this.from?.focus({ preventScroll: true });
  }

  current(): HTMLElement | null {
    return this.section.querySelector<HTMLElement>("[data-panel]:not([hidden])");
  }

  private panel(name: string): HTMLElement | null {
    return this.section.querySelector<HTMLElement>(`[data-panel="${name}"]`);
  }

  private show(panel: HTMLElement, shown: boolean): void {
    panel.hidden = !shown;
    this.section.toggleAttribute("data-covered", shown);
    // The way back stays in sight below the bar, which grows with large letters.
    const bar = document.querySelector<HTMLElement>("header.top")?.offsetHeight ?? 0;
    this.section.style.setProperty("--bar", `${bar}px`);
  }
}
