/** The page's own words, handed over in `data-strings` (no text shown to people is in TypeScript). */
export class Words {
  private readonly strings: Record<string, string>;

  constructor(json: string | undefined) {
    this.strings = JSON.parse(json ?? "{}") as Record<string, string>;
  }

  /** `{name}` places are filled in; an unknown key gives nothing rather than a code. */
  say(key: string, places: Record<string, string> = {}): string {
    const text = this.strings[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
  }
}
