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

/** `[data-aloud="ID"]` buttons show when a local voice for the page's language exists. Returns a stop function. */
export function offerVoice(root: HTMLElement): () => void {
  if (!("speechSynthesis" in window)) return () => undefined;
  const stops = new AbortController();
  const buttons = root.querySelectorAll<HTMLElement>("[data-aloud]");
  const refresh = (): void => {
    for (const button of buttons) button.hidden = localVoice(document.documentElement.lang) === undefined;
  };
  refresh();
  speechSynthesis.addEventListener?.("voiceschanged", refresh, { signal: stops.signal });
  for (const button of buttons)
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset["aloud"] ?? "")?.innerText ?? "";
      speak(text, document.documentElement.lang);
    }, { signal: stops.signal });
  return () => {
    stops.abort();
    speechSynthesis.cancel();
  };
}
