/** The screens after making: what she made, shown back; and how far it has come. */
import type { Line } from "./begun";
import type { Draft } from "./drafts";
import type { Make } from "./make";
import { pictureOf } from "./picture";
import type { StateKind } from "./types";
import type { Words } from "./words";

type Keys = Partial<Record<StateKind, string>>;
const TITLE: Keys = { sent: "sent_going", arrived: "sent_arrived", stopped: "sent_stopped" };
const NOTE: Keys = {
  offline: "sent_waiting_note",
  here: "sent_waiting_note",
  signin: "sent_signin_note",
  owner: "sent_signin_note",
  stopped: "sent_stopped_note",
};

function fill(element: HTMLElement | null, text: string): void {
  if (element === null) return;
  element.textContent = text;
  element.hidden = text.trim() === "";
}

function show(element: HTMLElement | null, shown: boolean): void {
  if (element !== null) element.hidden = !shown;
}

/** Her picture, her exact words, and a place to say what the picture is; `changed` after each letter there. */
export function showBack(root: HTMLElement, draft: Draft, make: Make, changed: () => void): void {
  const { sheet } = draft;
  const thumb = root.querySelector<HTMLElement>("[data-thumb]");
  fill(root.querySelector("[data-said]"), draft.words);
  show(thumb, !sheet.isEmpty());
  thumb?.setAttribute("aria-label", make.describe(sheet));
  thumb?.replaceChildren(pictureOf(sheet, make.art));
  askSaid(root, draft, changed);
}

function askSaid(root: HTMLElement, draft: Draft, changed: () => void): void {
  const field = root.querySelector<HTMLTextAreaElement>("[data-picture-said]");
  show(root.querySelector("[data-picture-said-box]"), !draft.sheet.isEmpty());
  if (field === null) return;
  field.value = draft.said;
  field.oninput = () => {
    draft.said = field.value;
    changed();
  };
}

/** The heading says no more than is true: not sent, sent, or reached us. */
export function showSent(root: HTMLElement, words: Words, line: Line): void {
  const section = root.querySelector('[data-screen="sent"]');
  if (section === null) return;
  fill(section.querySelector("[data-sent-title]"), words.say(TITLE[line.kind] ?? "sent_waiting"));
  fill(section.querySelector("[data-sent-note]"), words.say(NOTE[line.kind] ?? ""));
  show(section.querySelector("[data-after-arrived]"), line.kind === "arrived");
  show(section.querySelector('[data-do="change-sent"]'), line.kind === "stopped");
}
