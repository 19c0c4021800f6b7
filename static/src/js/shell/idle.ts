// The idle lock: by touch or key alone, asks 20 seconds before, then leaves. With no signal it never locks: what is being
// drawn must not be lost. A family's screen ends at the neutral page; a member of staff's at a page that says it is locked.
import { leave } from "./leave";

const WARN_SECONDS = 20;
const TICK_MS = 1000;
const SIGNS_OF_LIFE = ["pointerdown", "pointerup", "keydown", "input"] as const;
const LOCKED = "/locked";

export type Step = "stay" | "warn" | "leave";

/** What to do after `quiet` seconds with a limit of `limit` seconds (null: this page never locks). */
export function idleStep(quiet: number, limit: number | null, online: boolean): Step {
  if (limit === null || !online) return "stay";
  if (quiet >= limit) return "leave";
  return quiet >= limit - WARN_SECONDS ? "warn" : "stay";
}

function limitOfPage(): number | null {
  const limit = Number(document.body.dataset["idle"]);
  return limit > 0 ? limit : null;
}

function showQuestion(asked: boolean): void {
  const box = document.querySelector<HTMLDialogElement>("dialog[data-still-here]");
  if (!box || box.open === asked) return;
  if (asked) box.showModal();
  else box.close();
}

function lock(): void {
  if (document.body.hasAttribute("data-family")) leave();
  else leave(LOCKED);
}

export function startIdle(): void {
  let last = Date.now();
  let asked = false;
  let left = false;
  const alive = (): void => {
    last = Date.now();
  };
  const check = (): void => {
    if (left) return;
    if (!navigator.onLine) alive();
    const step = idleStep((Date.now() - last) / 1000, limitOfPage(), navigator.onLine);
    asked = step === "warn";
    showQuestion(asked);
    left = step === "leave";
    if (left) lock();
  };
  // Once asked, only the answer counts: a phone in a pocket may touch by itself.
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, () => asked || alive(), { passive: true, capture: true });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-stay]")) return;
    alive();
    check();
  });
  document.addEventListener("cancel", alive, true);
  setInterval(check, TICK_MS);
  document.addEventListener("visibilitychange", check);
}
