// Leave: the white sheet first, then seal what is unsaved, then a page that replaces ours, so Back finds nothing.
// Safety 4.4: `replace`, not `href`; a page shown again from memory is hidden and loaded anew.
const WAY_OUT = "/bye";
const SHIFTS = 3;
const WITHIN_MS = 5000;

export function leave(): void {
  cover();
  document.dispatchEvent(new CustomEvent("heard:leave"));
  location.replace(WAY_OUT);
}

/** White over everything, in the same frame as the tap. */
function cover(): void {
  const veil = document.createElement("div");
  veil.className = "veil";
  document.documentElement.append(veil);
  document.title = "";
}

function hideFromAppSwitcher(): void {
  const away = document.visibilityState === "hidden" && document.body.hasAttribute("data-family");
  document.documentElement.classList.toggle("away", away);
}

/** True for the third bare Shift within five seconds. Any other key starts the count again. */
export function shiftCounter(now: () => number): (key: string) => boolean {
  let presses: number[] = [];
  return (key) => {
    presses = key === "Shift" ? [...presses, now()].filter((at) => now() - at <= WITHIN_MS) : [];
    return presses.length >= SHIFTS;
  };
}

export function startLeave(): void {
  const thirdShift = shiftCounter(() => Date.now());
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-leave]")) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.repeat || !document.querySelector("[data-leave]")) return;
    if (thirdShift(event.key)) leave();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.classList.add("away");
    location.reload();
  });
  document.addEventListener("visibilitychange", hideFromAppSwitcher);
}
