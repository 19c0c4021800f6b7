// The drawing page has a bundle of its own, fetched only where a page has [data-houses].
interface Houses {
  start(root: HTMLElement): () => void;
}

let stop: (() => void) | null = null;
let wanted: HTMLElement | null = null;

export function stopHouses(): void {
  stop?.();
  stop = null;
  wanted = null;
}

export function startHouses(): void {
  const root = document.querySelector<HTMLElement>("[data-houses]");
  const source = root?.dataset["src"];
  if (!root || !source || wanted === root) return;
  wanted = root;
  void import(source).then((houses: Houses) => {
    if (wanted === root) stop = houses.start(root);
  });
}
