// Boosted pages: only the body is swapped, so the new page's html and body attributes are copied over, and focus is moved.
function copyAttributes(from: Element, to: Element, keep: readonly string[]): void {
  for (const { name } of [...to.attributes]) if (!from.hasAttribute(name) && !keep.includes(name)) to.removeAttribute(name);
  for (const { name, value } of [...from.attributes]) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
}

/** Takes language, direction, band, look and the idle limit from the fetched page. A fragment (no html tag) changes nothing. */
export function syncAttributes(html: string, live: Document): void {
  if (!/<html[\s>]/i.test(html)) return;
  const fetched = new DOMParser().parseFromString(html, "text/html");
  copyAttributes(fetched.documentElement, live.documentElement, ["class"]);
  copyAttributes(fetched.body, live.body, []);
}

/** Families see "/" only: what a page is about never stands in the address bar. */
export function keepAddressPlain(): void {
  if (!document.body.hasAttribute("data-family") || location.pathname + location.search + location.hash === "/") return;
  history.replaceState(null, "", "/");
}

/** htmx notes the page's path in the tab's storage, where nothing may lie (safety 4.2). It does without. */
export function forgetPath(): void {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // A browser that refuses storage has kept nothing.
  }
}

function focusOn(place: HTMLElement, preventScroll: boolean): void {
  if (!place.matches("a, button, input, textarea, select, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll });
}

/** A screen reader and a keyboard start at the new page's errors, or else its heading. */
function moveFocus(): void {
  const place = document.querySelector<HTMLElement>("[data-errors], [autofocus], h1") ?? document.querySelector<HTMLElement>("main");
  if (place) focusOn(place, !place.matches("[data-errors]"));
}

/** A link to a place on this page goes there, and leaves nothing in the address bar or the history. */
function goToPlace(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-family] a[href^="#"]') : null;
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  place.scrollIntoView();
  focusOn(place, true);
}

const pageOf = (event: Event): XMLHttpRequest | undefined => (event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail.xhr;
const isPage = (event: Event): boolean => (event as CustomEvent<{ target?: Element }>).detail.target === document.body;

export function startNavigation(goes: () => void, ready: () => void): void {
  document.addEventListener("click", goToPlace);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isPage(event)) return;
    goes();
    syncAttributes(pageOf(event)?.responseText ?? "", document);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isPage(event)) return;
    moveFocus();
    ready();
  });
}
