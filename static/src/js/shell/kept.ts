// What is being written in a form with parts/keep.html: sent to be kept 5 seconds after typing stops and when the page goes,
// sealed on the server for its writer alone. Nothing of it ever lies in the browser (safety 4.2).
const AFTER_TYPING_MS = 5000;
// What a browser still sends for a page that is gone (Fetch: 64 KiB in all).
const KEEPALIVE_BYTES = 60_000;

type Words = Record<string, string[]>;
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Writing {
  draft: string;
  unsaved: boolean;
  timer: number;
}

const writings = new Map<HTMLFormElement, Writing>();

const codeOf = (form: HTMLFormElement): string => form.querySelector<HTMLInputElement>("input[data-keep]")?.value ?? "";
const tokenOf = (form: HTMLFormElement): string => form.querySelector<HTMLInputElement>('[name="csrf_token"]')?.value ?? "";

const isTick = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type);

/** The fields that hold what a person wrote or chose: no hidden ones, no passwords, no proof of who they are. */
function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter((one): one is Control => {
    if (one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) return one.name !== "";
    return one instanceof HTMLInputElement && one.name !== "" && !one.name.startsWith("prove_")
      && !["hidden", "password", "file", "submit", "button"].includes(one.type);
  });
}

function wordsOf(form: HTMLFormElement): Words {
  const words: Words = {};
  for (const control of controlsOf(form)) {
    const values = (words[control.name] ??= []);
    if (!isTick(control) || control.checked) values.push(control.value);
  }
  return words;
}

function ask(form: HTMLFormElement, path: string, more: object = {}): Promise<Response> {
  const body = JSON.stringify({ form: codeOf(form), ...more });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": tokenOf(form) };
  const keepalive = new TextEncoder().encode(body).length < KEEPALIVE_BYTES;
  return fetch(path, { method: "POST", headers, body, keepalive });
}

function writingOf(form: HTMLFormElement): Writing {
  const found = writings.get(form) ?? { draft: crypto.randomUUID(), unsaved: false, timer: 0 };
  writings.set(form, found);
  const field = form.querySelector<HTMLInputElement>('[name="kept_draft"]');
  if (field) field.value = found.draft;
  return found;
}

async function save(form: HTMLFormElement): Promise<void> {
  const writing = writingOf(form);
  clearTimeout(writing.timer);
  if (!writing.unsaved) return;
  writing.unsaved = false;
  try {
    const reply = await ask(form, "/kept", { draft: writing.draft, words: wordsOf(form) });
    if (reply.status >= 500) writing.unsaved = true;
  } catch {
    writing.unsaved = true;
  }
}

function saveAll(): void {
  for (const form of writings.keys()) void save(form);
}

function typed(event: Event): void {
  const control = event.target;
  if (!(control instanceof HTMLElement) || !("form" in control) || !(control.form instanceof HTMLFormElement)) return;
  const { form } = control;
  if (!codeOf(form)) return;
  const writing = writingOf(form);
  writing.unsaved = true;
  clearTimeout(writing.timer);
  writing.timer = window.setTimeout(() => void save(form), AFTER_TYPING_MS);
}

/** What is sent needs no keeping; what stands in other forms of the page does, before an answer can end the session. */
function sent(event: Event): void {
  const writing = event.target instanceof HTMLFormElement ? writings.get(event.target) : undefined;
  if (writing) {
    clearTimeout(writing.timer);
    writing.unsaved = false;
  }
  saveAll();
}

function fill(form: HTMLFormElement, words: Words): void {
  for (const control of controlsOf(form)) {
    const values = words[control.name];
    if (!values) continue;
    if (isTick(control)) control.checked = values.includes(control.value);
    else control.value = values.shift() ?? "";
    control.closest("details")?.setAttribute("open", "");
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

async function answerOffer(button: HTMLElement): Promise<void> {
  const offer = button.closest("[data-kept-offer]");
  const form = button.closest("form");
  if (!offer || !form) return;
  const back = button.hasAttribute("data-put-back");
  const reply = await ask(form, back ? "/kept/open" : "/kept/throw-away");
  if (!reply.ok) return;
  if (back) fill(form, ((await reply.json()) as { words: Words }).words);
  offer.remove();
  controlsOf(form).find((control) => !isTick(control))?.focus();
}

/** Shows the offers, and forgets the forms of the page before. */
export function showKept(): void {
  for (const form of [...writings.keys()]) if (!form.isConnected) writings.delete(form);
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-keep]")) if (field.form) writingOf(field.form);
  for (const offer of document.querySelectorAll<HTMLElement>("[data-kept-offer]")) offer.hidden = false;
}

export function stopKept(): void {
  saveAll();
}

export function startKept(): void {
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", sent, true);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-put-back], [data-throw-away]") : null;
    if (button) void answerOffer(button);
  });
  document.addEventListener("htmx:sendError", () => {
    for (const writing of writings.values()) writing.unsaved = true;
  });
  for (const going of ["pagehide", "visibilitychange"]) addEventListener(going, saveAll, true);
  document.addEventListener("heard:leave", saveAll);
}
