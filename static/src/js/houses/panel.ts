/** What the voice and photo panels share: their own words, and filling a line that is hidden when empty. */
export function find<T extends HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`missing ${selector}`);
  return found;
}

export function fill(line: HTMLElement, text: string): void {
  line.textContent = text;
  line.hidden = text === "";
}

/** The panel's words, by key, handed over by the page. */
export function strings(panel: HTMLElement): (key: string, places?: Record<string, string>) => string {
  const words = JSON.parse(panel.dataset["says"] ?? "{}") as Record<string, string>;
  return (key, places = {}) => (words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole);
}
