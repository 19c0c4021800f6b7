// [data-copy="#id"]: puts the words of that element (or the value of that field) on the clipboard.
import { showLabel } from "./toggle";

const SHOWN_MS = 4000;

function wordsOf(target: Element): string {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target.value;
  return (target.textContent ?? "").trim();
}

async function copy(button: HTMLElement): Promise<void> {
  const target = document.querySelector(button.dataset["copy"] ?? "");
  if (!target) return;
  await navigator.clipboard.writeText(wordsOf(target));
  showLabel(button, true);
  setTimeout(() => showLabel(button, false), SHOWN_MS);
}

export function startCopy(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
}
