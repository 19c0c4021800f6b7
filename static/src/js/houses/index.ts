/** Front door of houses.js: `start(root)` wires one `[data-houses]` page; the returned function lets it go. */
import { HousesPage } from "./page";
import { Screens } from "./screens";
import { Store } from "./store";

interface Running {
  root: HTMLElement;
  stop: () => void;
}
let running: Running | null = null;

/** Called again for a swapped-in page, it lets the old page go first; for the same page it changes nothing. */
export function start(root: HTMLElement): () => void {
  if (running?.root === root) return running.stop;
  running?.stop();
  const stop = open(root);
  const mine: Running = { root, stop: () => undefined };
  mine.stop = () => {
    if (running === mine) running = null;
    stop();
  };
  running = mine;
  return mine.stop;
}

function open(root: HTMLElement): () => void {
  const gone = new AbortController();
  const screens = new Screens(root);
  let page: HousesPage | null = null;
  const attempt = async (): Promise<void> => {
    try {
      const store = await Store.open("home", () => screens.show("other-tab"));
      if (gone.signal.aborted) return store.close();
      page = new HousesPage(root, store);
      await page.open();
      gone.signal.addEventListener("abort", () => void page?.stop().finally(() => store.close()));
    } catch {
      // A phone that cannot keep things says so before anything is made (safety R13).
      screens.show("storage-refused");
    }
  };
  const again = root.querySelector('[data-do="try-storage"]');
  again?.addEventListener("click", () => void attempt(), { signal: gone.signal });
  void attempt();
  return () => gone.abort();
}
