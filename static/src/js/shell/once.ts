// form[data-once]: a second tap on its button sends nothing.
export function startOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["once"] === undefined) return;
    if (form.dataset["once"] === "sent") event.preventDefault();
    else form.dataset["once"] = "sent";
  });
}
