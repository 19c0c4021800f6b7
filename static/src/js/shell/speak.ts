// [data-speak="#id"]: reads a part of the page aloud, a sentence at a time, with a voice that lives on this device.
// A voice from the net would send the family's words to a stranger, so without a local one the button stays hidden.
import { showLabel } from "./toggle";

const BLOCKS = "h1, h2, h3, p, li, dt, dd, legend, label, blockquote";
const UNREAD = "button, [hidden], [aria-hidden='true'], script, .vh";

let speaking: HTMLElement | null = null;

export function localVoice(voices: readonly SpeechSynthesisVoice[], lang: string): SpeechSynthesisVoice | undefined {
  const short = lang.slice(0, 2).toLowerCase();
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(short));
}

export function sentencesOf(text: string): string[] {
  return (text.match(/[^.!?۔؟]+[.!?۔؟]*["”’)]*/g) ?? []).map((sentence) => sentence.trim()).filter((s) => /\p{L}|\p{N}/u.test(s));
}

const langOf = (element: Element): string => element.closest("[lang]")?.getAttribute("lang") ?? "en";

function readWords(block: Element): string {
  const copy = block.cloneNode(true) as Element;
  copy.querySelectorAll(UNREAD).forEach((part) => part.remove());
  return copy.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

function blocksOf(target: Element): Element[] {
  const all = [...target.querySelectorAll(BLOCKS)].filter((block) => !block.closest(UNREAD) && !block.querySelector(BLOCKS));
  return all.length > 0 ? all : [target];
}

function speak(button: HTMLElement, target: Element): void {
  const voices = speechSynthesis.getVoices();
  const blocks = blocksOf(target).filter((block) => localVoice(voices, langOf(block)));
  for (const block of blocks) for (const sentence of sentencesOf(readWords(block))) queue(block, sentence, voices);
  speechSynthesis.speak(endMark(button));
}

function queue(block: Element, sentence: string, voices: readonly SpeechSynthesisVoice[]): void {
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = langOf(block);
  said.voice = localVoice(voices, said.lang) ?? null;
  said.rate = 0.9;
  said.onstart = () => block.classList.add("speaking");
  said.onend = said.onerror = () => block.classList.remove("speaking");
  speechSynthesis.speak(said);
}

/** An empty utterance after the last sentence: when it ends, the button goes back to "Listen". */
function endMark(button: HTMLElement): SpeechSynthesisUtterance {
  const mark = new SpeechSynthesisUtterance("");
  mark.onend = () => press(button, false);
  return mark;
}

function press(button: HTMLElement, on: boolean): void {
  speaking = on ? button : null;
  button.setAttribute("aria-pressed", String(on));
  showLabel(button, on);
}

export function stopSpeak(): void {
  if (!speaking) return;
  press(speaking, false);
  speechSynthesis.cancel();
}

function showButtons(): void {
  const voices = speechSynthesis.getVoices();
  for (const button of document.querySelectorAll<HTMLElement>("[data-speak]")) {
    const target = document.querySelector(button.dataset["speak"] ?? "");
    button.hidden = !target || !localVoice(voices, langOf(target));
  }
}

function tapped(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-speak]") : null;
  if (!button) return;
  const on = speaking === button;
  stopSpeak();
  const target = document.querySelector(button.dataset["speak"] ?? "");
  if (on || !target) return;
  press(button, true);
  speak(button, target);
}

let listening = false;

export function startSpeak(): void {
  if (!("speechSynthesis" in window)) return;
  showButtons();
  if (listening) return;
  listening = true;
  speechSynthesis.addEventListener("voiceschanged", showButtons);
  document.addEventListener("click", tapped);
  document.addEventListener("heard:leave", stopSpeak);
  document.addEventListener("visibilitychange", () => document.hidden && stopSpeak());
}
