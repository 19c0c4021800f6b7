// Picture sign-in. Without this file every tap posts; with it taps toggle, can be taken back, and the full choice is sent once.
/** The order after a tap on `name`: taken out when it was in, else added while there is room. */
export function tapped(chosen: readonly string[], name: string, count: number): string[] {
  if (chosen.includes(name)) return chosen.filter((one) => one !== name);
  return chosen.length < count ? [...chosen, name] : [...chosen];
}

function show(form: HTMLFormElement, buttons: readonly HTMLButtonElement[], chosen: readonly string[]): void {
  for (const button of buttons) {
    const place = chosen.indexOf(button.value);
    button.setAttribute("aria-pressed", String(place >= 0));
    if (place >= 0) button.dataset["n"] = String(place + 1);
    else delete button.dataset["n"];
  }
  form.querySelectorAll(".slots > i").forEach((slot, place) => slot.classList.toggle("full", place < chosen.length));
}

function send(form: HTMLFormElement, chosen: readonly string[]): void {
  form.querySelectorAll('input[name="pictures"]').forEach((old) => old.remove());
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "pictures", value: chosen.join(",") });
  form.append(field);
  form.requestSubmit();
}

function pressedAlready(buttons: readonly HTMLButtonElement[]): string[] {
  const pressed = buttons.filter((button) => button.getAttribute("aria-pressed") === "true");
  return pressed.sort((a, b) => Number(a.dataset["n"]) - Number(b.dataset["n"])).map((button) => button.value);
}

/** Takes the names off the buttons: htmx sends the last button touched, and the choice is sent once, in one field. */
function takeOver(form: HTMLFormElement): HTMLButtonElement[] {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button[name="picture"]')];
  for (const button of buttons) button.removeAttribute("name");
  form.querySelectorAll("[data-start-again]").forEach((again) => again.removeAttribute("name"));
  return buttons;
}

function start(form: HTMLFormElement): void {
  const count = Number(form.dataset["count"]);
  const buttons = takeOver(form);
  let chosen = pressedAlready(buttons);
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const picture = buttons.find((one) => one === button);
    if (!button || (!picture && !button.hasAttribute("data-start-again"))) return;
    event.preventDefault();
    chosen = picture ? tapped(chosen, picture.value, count) : [];
    show(form, buttons, chosen);
    if (chosen.length === count) send(form, chosen);
  });
}

export function startPictures(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-pictures]:not([data-ready])")) {
    form.dataset["ready"] = "1";
    start(form);
  }
}
