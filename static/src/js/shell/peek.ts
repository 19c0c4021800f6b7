// label[data-peek="#id"]: what is typed unseen in that field can be shown with one tap, and hides again when it is sent.
function start(label: HTMLElement): void {
  const field = document.querySelector<HTMLInputElement>(label.dataset["peek"] ?? "");
  const box = label.querySelector("input");
  if (!field || !box) return;
  const show = (): void => {
    field.type = box.checked ? "text" : "password";
  };
  label.hidden = false;
  box.addEventListener("change", show);
  field.form?.addEventListener("submit", () => {
    box.checked = false;
    show();
  });
}

export function startPeek(): void {
  for (const label of document.querySelectorAll<HTMLElement>("[data-peek]:not([data-ready])")) {
    label.dataset["ready"] = "1";
    start(label);
  }
}
