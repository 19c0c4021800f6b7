/** Front door of letterbox.js: `start(root)` wires the one `[data-letterbox-page]` page. */
import { Screens } from "../houses/screens";
import { Store } from "../houses/store";
import { LetterboxPage } from "./page";

export function start(root: HTMLElement): () => void {
  let page: LetterboxPage | null = null;
  const attempt = async (): Promise<void> => {
    try {
      page = new LetterboxPage(root, await Store.open());
      await page.open();
    } catch {
      new Screens(root).show("storage-refused");
    }
  };
  root.querySelector('[data-do="try-storage"]')?.addEventListener("click", () => void attempt());
  void attempt();
  return () => page?.stop();
}
