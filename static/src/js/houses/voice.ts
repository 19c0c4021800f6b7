/** The voice panel: record, hear it again, record anew, take it out, type what it says. Loaded when it is opened. */
import type { AttachParts } from "./attach";
import { fill, find, strings } from "./panel";
import { MOST_SECONDS, Recorder, type Taken } from "./recorder";
import type { Voice } from "./types";

const QUIET = 6;
const LOUD = 92;

class VoicePanel {
  private readonly stops = new AbortController();
  private readonly word: (key: string, places?: Record<string, string>) => string;
  private recorder: Recorder | null = null;
  private ticking = 0;
  private asking = false;
  /** The recording that "Record again" replaces. */
  private instead: Voice | null = null;

  constructor(private readonly panel: HTMLElement, private readonly parts: AttachParts) {
    this.word = strings(panel);
    const { signal } = this.stops;
    panel.addEventListener("click", (event) => this.click(event), { signal });
    panel.addEventListener("input", (event) => this.typed(event), { signal });
    // A locked screen or another app ends the recording, and what was said so far is kept.
    document.addEventListener("visibilitychange", () => void (document.hidden && this.finish()), { signal });
    this.list();
  }

  private click(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-voice-do]");
    const note = this.noteOf(button);
    const acts: Record<string, () => void> = {
      record: () => void this.begin(null),
      stop: () => void this.finish(),
      again: () => void this.begin(note),
      out: () => void this.takeOut(note),
    };
    acts[button?.dataset["voiceDo"] ?? ""]?.();
  }

  private noteOf(inside: Element | null): Voice | null {
    const id = inside?.closest<HTMLElement>("[data-voice]")?.dataset["voice"];
    return this.parts.draft()?.voice.find((note) => note.a === id) ?? null;
  }

  private async begin(instead: Voice | null): Promise<void> {
    if (this.recorder !== null || this.asking) return;
    this.problem("");
    this.asking = true;
    this.silenceAll();
    const started = await Recorder.start();
    this.asking = false;
    if (typeof started === "string") return this.problem(started);
    if (this.stops.signal.aborted) return void started.stop();
    this.recorder = started;
    this.instead = instead;
    this.recording(true);
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.ticking = window.setInterval(() => this.tick(), slow ? 1000 : 200);
  }

  private tick(): void {
    const { recorder } = this;
    if (recorder === null) return;
    const level = recorder.level();
    const seconds = Math.floor(recorder.seconds());
    const meter = find<HTMLMeterElement>(this.panel, "[data-voice-level]");
    meter.hidden = level === null;
    meter.value = level ?? 0;
    const loud = level === null ? "" : level < QUIET ? "level_quiet" : level > LOUD ? "level_loud" : "level_good";
    fill(find(this.panel, "[data-voice-level-words]"), loud === "" ? "" : this.word(loud));
    find(this.panel, "[data-voice-time]").textContent = this.word("time", { n: String(seconds), most: String(MOST_SECONDS) });
    if (recorder.seconds() >= MOST_SECONDS) void this.finish();
  }

  /** Kept at once: hearing it again, recording anew and taking it out come after. */
  private async finish(): Promise<void> {
    const { recorder } = this;
    if (recorder === null) return;
    this.recorder = null;
    clearInterval(this.ticking);
    const taken = await recorder.stop();
    await this.keep(taken, this.instead);
    this.recording(false);
    this.list();
  }

  private async keep(taken: Taken, instead: Voice | null): Promise<void> {
    const draft = this.parts.draft();
    const file = draft && (await this.parts.files.add(draft, "voice", taken.blob));
    if (!draft || !file) return this.problem(taken.blob.size === 0 ? "mic_cannot" : "not_kept");
    draft.voice = [...draft.voice.filter((note) => note !== instead), { a: file.id, seconds: taken.seconds, said: "" }];
    this.parts.changed(false);
    if (instead !== null) await this.parts.files.remove(draft, instead.a);
    this.parts.say(this.word("voice_kept", { n: String(taken.seconds) }));
  }

  private async takeOut(note: Voice | null): Promise<void> {
    const draft = this.parts.draft();
    if (!draft || note === null) return;
    draft.voice = draft.voice.filter((other) => other !== note);
    note.said = "";
    this.parts.changed(false);
    this.list();
    this.parts.say(this.word("voice_out"));
    await this.parts.files.remove(draft, note.a);
  }

  private typed(event: Event): void {
    const area = event.target as HTMLTextAreaElement;
    const note = this.noteOf(area);
    if (note === null) return;
    note.said = area.value;
    this.parts.changed(true);
  }

  private recording(on: boolean): void {
    find(this.panel, "[data-voice-live]").hidden = !on;
    find(this.panel, "[data-voice-rest]").hidden = on;
    find(this.panel, on ? '[data-voice-do="stop"]' : "[data-attach-title]").focus();
    if (on) this.tick();
  }

  /** Each recording with its player, from the page's own template. */
  private list(): void {
    const notes = this.parts.draft()?.voice ?? [];
    find(this.panel, "[data-voice-list]").replaceChildren(...notes.map((note, at) => this.row(note, at + 1)));
    const full = (this.parts.draft()?.files.length ?? 0) >= this.parts.most;
    find(this.panel, '[data-voice-rest] > [data-voice-do="record"]').hidden = full;
    find(this.panel, "[data-voice-full]").hidden = !full;
  }

  private row(note: Voice, number: number): HTMLElement {
    const template = find(this.panel, "template[data-voice-row]") as unknown as HTMLTemplateElement;
    const row = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    const name = this.word("voice_name", { number: String(number), n: String(note.seconds) });
    row.dataset["voice"] = note.a;
    find(row, "[data-voice-name]").textContent = name;
    for (const named of row.querySelectorAll("[data-named]"))
      named.setAttribute("aria-label", `${named.getAttribute("data-named") ?? ""} ${name}`.trim());
    find<HTMLTextAreaElement>(row, "textarea").value = note.said;
    fill(find(row, "[data-voice-refused]"), this.parts.files.refused.get(note.a) ?? "");
    const player = find<HTMLAudioElement>(row, "audio");
    void this.parts.files.url(note.a).then((url) => {
      if (url !== null) player.src = url;
      find(row, "[data-voice-away]").hidden = url !== null;
      player.hidden = url === null;
    });
    return row;
  }

  private silenceAll(): void {
    for (const player of this.panel.querySelectorAll("audio")) player.pause();
  }

  private problem(key: string): void {
    fill(find(this.panel, "[data-attach-problem]"), key === "" ? "" : this.word(key));
  }

  /** Closing the panel keeps what is being said; nothing of it stays readable in the page. */
  async stop(): Promise<void> {
    this.silenceAll();
    await this.finish();
    this.stops.abort();
    find(this.panel, "[data-voice-list]").replaceChildren();
  }
}

export function open(panel: HTMLElement, parts: AttachParts): () => Promise<void> {
  const made = new VoicePanel(panel, parts);
  return () => made.stop();
}
