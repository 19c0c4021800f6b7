/** Who may see it: read from the server's own radio buttons. Nothing is chosen beforehand. */
import type { Share } from "./types";

export type Choice = { kind: "none" | "nobody-picked" | "not-yet" } | { kind: "share"; share: Share };

function chosen(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>('input[name="share"]:checked');
}

function ticked(form: HTMLFormElement): string[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[name="person"]:checked')].map((box) => box.value);
}

export function read(form: HTMLFormElement): Choice {
  const radio = chosen(form);
  if (radio === null) return { kind: "none" };
  if (radio.value === "not_yet") return { kind: "not-yet" };
  const level = radio.value.split(":")[0] ?? "";
  const people = level === "people" ? ticked(form) : (radio.dataset["people"] ?? "").split(" ").filter(Boolean);
  if (level === "people" && people.length === 0) return { kind: "nobody-picked" };
  return { kind: "share", share: { level, people } };
}

/** Show the people to pick, and let the button say what it will do. */
export function refresh(form: HTMLFormElement, send: string, notYet: string): void {
  const radio = chosen(form);
  const picks = form.querySelector<HTMLElement>("[data-people-picks]");
  if (picks !== null) picks.hidden = radio?.value !== "people";
  const words = form.querySelector("[data-send-words]");
  if (words !== null) words.textContent = radio?.value === "not_yet" ? notYet : (radio?.dataset["send"] ?? send);
}
