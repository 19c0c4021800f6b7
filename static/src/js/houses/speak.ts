/** Read aloud with a voice of this phone; a network voice would send her words away. */
function localVoice(lang: string): SpeechSynthesisVoice | undefined {
  const short = lang.slice(0, 2);
  return speechSynthesis.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2) === short);
}

/** Sentence by sentence: long texts stop half-way in Chrome. */
function speak(text: string, lang: string): void {
  const voice = localVoice(lang);
  if (voice === undefined) return;
  speechSynthesis.cancel();
  for (const sentence of text.match(/[^.!?۔؟]+[.!?۔؟]*/g) ?? []) {
    const said = new SpeechSynthesisUtterance(sentence.trim());
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.speak(said);
  }
}

/** Voices come late on some phones: before that, nothing is said about there being none. */
const VOICES_COME_MS = 2000;

function sayNoVoice(root: HTMLElement): void {
  for (const note of root.querySelectorAll<HTMLElement>("[data-no-voice]"))
    note.hidden = "speechSynthesis" in window && localVoice(document.documentElement.lang) !== undefined;
}

/** `[data-aloud="ID"]` buttons show when a local voice for the page's language exists; else `[data-no-voice]` says so. */
export function offerVoice(root: HTMLElement): () => void {
  const late = window.setTimeout(() => sayNoVoice(root), VOICES_COME_MS);
  if (!("speechSynthesis" in window)) return () => clearTimeout(late);
  const stops = new AbortController();
  const buttons = root.querySelectorAll<HTMLElement>("[data-aloud]");
  const refresh = (): void => {
    const none = localVoice(document.documentElement.lang) === undefined;
    for (const button of buttons) button.hidden = none;
    if (!none) sayNoVoice(root);
  };
  refresh();
  speechSynthesis.addEventListener?.("voiceschanged", refresh, { signal: stops.signal });
  for (const button of buttons)
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset["aloud"] ?? "")?.innerText ?? "";
      speak(text, document.documentElement.lang);
    }, { signal: stops.signal });
  return () => {
    clearTimeout(late);
    stops.abort();
    speechSynthesis.cancel();
  };
}
