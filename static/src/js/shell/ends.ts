// On a worker's own device a child's page ends at a set time ([data-ends]: seconds from now), whatever happens.
import { leave } from "./leave";

let timer = 0;
let endsAt = Infinity;

function check(): void {
  clearTimeout(timer);
  const left = endsAt - Date.now();
  if (left <= 0) leave();
  else if (left < Infinity) timer = window.setTimeout(check, Math.min(left, 60_000));
}

export function startEnds(): void {
  const seconds = Number(document.body.dataset["ends"]);
  endsAt = seconds > 0 ? Date.now() + seconds * 1000 : Infinity;
  check();
}

document.addEventListener("visibilitychange", () => !document.hidden && check());
