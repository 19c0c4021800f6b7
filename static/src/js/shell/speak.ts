// [data-speak="#id"]: reads a part of the page aloud, a sentence at a time, with a voice that lives on this device.
// A voice from the net would send the family's words to a stranger, so without a local one the recordings that stand
// in that part are played instead; without those the button stays hidden, and [data-no-voice] says so.
import { showLabel } from "./toggle";

const BLOCKS = "h1, h2, h3, p, li, dt, dd, legend, label, blockquote, .says > summary";
const UNREAD = "button, [hidden], [aria-hidden='true'], script, .vh, .en + p, .says:not([open]) > p";

let speaking: HTMLElement | null = null;

export function localVoice(voices: readonly SpeechSynthesisVoice[], lang: string): SpeechSynthesisVoice | undefined {
  const short = lang.slice(0, 2).toLowerCase();
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(short));
}

const voicesHere = (): readonly SpeechSynthesisVoice[] => ("speechSynthesis" in window ? speechSynthesis.getVoices() : []);

const soundsOf = (target: Element): HTMLAudioElement[] => [...target.querySelectorAll("audio")];

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

function start(button: HTMLElement, target: Element): void {
  const voices = voicesHere();
  if (localVoice(voices, langOf(target))) speak(button, target, voices);
  else play(button, soundsOf(target));
}

/** One recording after the other; each stands where its words are. */
function play(button: HTMLElement, sounds: HTMLAudioElement[]): void {
  const [first, ...rest] = sounds;
  if (!first) return press(button, false);
  first.onended = () => speaking === button && play(button, rest);
  first.play().catch(() => press(button, false));
}

function speak(button: HTMLElement, target: Element, voices: readonly SpeechSynthesisVoice[]): void {
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
  document.querySelectorAll("audio").forEach((sound) => sound.pause());
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

function showButtons(): void {
  const voices = voicesHere();
  let silent = false;
  for (const button of document.querySelectorAll<HTMLElement>("[data-speak]")) {
    const target = document.querySelector(button.dataset["speak"] ?? "");
    button.hidden = !target || !(localVoice(voices, langOf(target)) || soundsOf(target).length);
    silent = button.hidden;
  }
  for (const line of document.querySelectorAll<HTMLElement>("[data-no-voice]")) line.hidden = !silent;
}

function tapped(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-speak]") : null;
  if (!button) return;
  const on = speaking === button;
  stopSpeak();
  const target = document.querySelector(button.dataset["speak"] ?? "");
  if (on || !target) return;
  press(button, true);
  start(button, target);
}

let listening = false;

export function startSpeak(): void {
  showButtons();
  if (listening) return;
  listening = true;
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", showButtons);
  document.addEventListener("click", tapped);
  document.addEventListener("heard:leave", stopSpeak);
  document.addEventListener("visibilitychange", () => document.hidden && stopSpeak());
}
