// Leave: the white sheet first, then what is unsaved goes to be kept, then a page that replaces ours, so Back finds nothing.
// Safety 4.4: `replace`, not `href`; a page shown again from memory is hidden and loaded anew.
import { forgetPart, hasLeft } from "./part";

const WAY_OUT = "/bye";
// Under the white sheet what is unsaved gets this long to be sealed and on the phone's disk.
const KEEP_AT_MOST_MS = 400;
const TIMES = 3;
const SHIFTS_WITHIN_MS = 5000;
const TAPS_WITHIN_MS = 1500;
const CORNER_PX = 72;

/** `to` is the lock page on a member of staff's screen; everyone else leaves by the same door. */
export function leave(to = WAY_OUT): void {
  cover();
  const unsaved: Promise<unknown>[] = [];
  document.dispatchEvent(new CustomEvent("heard:leave", { detail: { waitUntil: (work: Promise<unknown>) => unsaved.push(work) } }));
  const go = (): void => {
    forgetPart();
    location.replace(to);
  };
  forgetPart();
  if (unsaved.length === 0) return go();
  const enough = new Promise((done) => setTimeout(done, KEEP_AT_MOST_MS));
  void Promise.race([Promise.allSettled(unsaved), enough]).then(go);
}

/** White over everything, in the same task as the tap; a frame later, for it is slow, what is under it is hidden from screen readers too. */
function cover(): void {
  const veil = document.createElement("div");
  veil.className = "veil";
  document.documentElement.append(veil);
  setTimeout(() => document.documentElement.classList.add("away"));
  document.title = "";
}

function hideFromAppSwitcher(): void {
  const away = document.visibilityState === "hidden" && document.body.hasAttribute("data-family");
  document.documentElement.classList.toggle("away", away || hasLeft());
}

/** Counts events that come together: how many, this one included, within `withinMs`; anything else starts again. */
export function counter(withinMs: number, now: () => number): (counts: boolean) => number {
  let times: number[] = [];
  return (counts) => {
    times = counts ? [...times, now()].filter((at) => now() - at <= withinMs) : [];
    return times.length;
  };
}

/** Whether a touch at this place is in a top corner. Leave itself stands in one; the other is easier to reach with a thumb. */
export function inTopCorner(x: number, y: number, width: number): boolean {
  return y <= CORNER_PX && (x <= CORNER_PX || x >= width - CORNER_PX);
}

const door = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-leave]");

/** Says how many more times Shift must be pressed, and that the count has lapsed, as GOV.UK's Exit this page does. */
function say(count: number): void {
  const place = document.querySelector<HTMLElement>("[data-leave-said]");
  if (!place) return;
  const words = ["", place.dataset["two"], place.dataset["one"]][count];
  if (words || place.textContent) place.textContent = words || place.dataset["over"] || "";
}

function watchShift(): void {
  const presses = counter(SHIFTS_WITHIN_MS, Date.now);
  let lapse = 0;
  document.addEventListener("keydown", (event) => {
    if (event.repeat || !door()) return;
    const count = presses(event.key === "Shift");
    if (count >= TIMES) return leave();
    say(count);
    clearTimeout(lapse);
    if (count > 0) lapse = window.setTimeout(() => say(0), SHIFTS_WITHIN_MS);
  });
}

function watchTaps(): void {
  const taps = counter(TAPS_WITHIN_MS, Date.now);
  document.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !door()) return;
    if (taps(inTopCorner(event.clientX, event.clientY, innerWidth)) >= TIMES) leave();
  }, true);
}

export function startLeave(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-leave]")) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  }, true);
  watchShift();
  watchTaps();
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.classList.add("away");
    location.reload();
  });
  document.addEventListener("visibilitychange", hideFromAppSwitcher);
}
