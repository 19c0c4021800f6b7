/** One recording: the microphone, how loud it is, at most 90 seconds. Knows no page and keeps nothing. */
export const MOST_SECONDS = 90;
const BITS_A_SECOND = 24_000;
const MP4 = ["audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const OTHERS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/webm"];

/** Why there is no recording; each is a key of the page's words. */
export type Trouble = "mic_denied" | "mic_reopen" | "mic_none" | "mic_busy" | "mic_cannot";

export interface Taken {
  blob: Blob;
  seconds: number;
}

/** Safari says that it records WebM and then cannot play it, so there MP4 goes first (WPT interop 261). */
export function kindsToTry(vendor: string): string[] {
  return /Apple/.test(vendor) ? [...MP4, ...OTHERS] : [...OTHERS, ...MP4];
}

/** The first kind that this browser both records and plays; "" leaves it to the browser. */
function chooseKind(): string {
  const player = document.createElement("audio");
  const kinds = kindsToTry(navigator.vendor).filter((kind) => MediaRecorder.isTypeSupported(kind));
  return kinds.find((kind) => player.canPlayType(kind) !== "") ?? kinds[0] ?? "";
}

/** Not every refusal is "you said no": a microphone may be missing, taken by a call, or shut off on this page. */
export function troubleOf(error: unknown, pageMayRecord: boolean): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return pageMayRecord ? "mic_denied" : "mic_reopen";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "mic_none";
  return name === "NotReadableError" || name === "AbortError" ? "mic_busy" : "mic_cannot";
}

interface Policed {
  featurePolicy?: { allowsFeature(name: string): boolean };
}

export function pageMayRecord(): boolean {
  return (document as Policed).featurePolicy?.allowsFeature("microphone") ?? true;
}

/** 0 to 100: the loudest of a moment's samples (0–255 round a middle of 128), so that a quiet voice still shows. */
export function loudness(samples: Uint8Array): number {
  let most = 0;
  for (const sample of samples) most = Math.max(most, Math.abs(sample - 128));
  return Math.min(100, Math.round((most / 128) * 140));
}

export class Recorder {
  private readonly began = performance.now();
  private readonly taken: Promise<Taken>;
  private readonly chunks: Blob[] = [];

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly sound: AudioContext | null,
    private readonly listening: AnalyserNode | null,
  ) {
    this.taken = new Promise((done) => {
      recorder.addEventListener("dataavailable", (event) => this.chunks.push(event.data));
      recorder.addEventListener("stop", () => done(this.finish()), { once: true });
    });
    recorder.start(1000);
  }

  /** Asks for the microphone; a Trouble when there is none to be had. */
  static async start(): Promise<Recorder | Trouble> {
    if (typeof MediaRecorder === "undefined" || navigator.mediaDevices === undefined) return "mic_cannot";
    let stream: MediaStream | null = null;
    try {
      const voice = { channelCount: 1, echoCancellation: true, noiseSuppression: true };
      stream = await navigator.mediaDevices.getUserMedia({ audio: voice });
      const kind = chooseKind();
      const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_A_SECOND, ...(kind && { mimeType: kind }) });
      const { sound, listening } = listenTo(stream);
      return new Recorder(stream, recorder, sound, listening);
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      return troubleOf(error, pageMayRecord());
    }
  }

  seconds(): number {
    return Math.min(MOST_SECONDS, (performance.now() - this.began) / 1000);
  }

  /** How loud it is now, 0 to 100; null on a phone that cannot say. */
  level(): number | null {
    if (this.listening === null) return null;
    const samples = new Uint8Array(this.listening.fftSize);
    this.listening.getByteTimeDomainData(samples);
    return loudness(samples);
  }

  /** Resolves with what was recorded, also when the microphone went away by itself. */
  stop(): Promise<Taken> {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    return this.taken;
  }

  private finish(): Taken {
    const seconds = Math.max(1, Math.round(this.seconds()));
    for (const track of this.stream.getTracks()) track.stop();
    void this.sound?.close().catch(() => undefined);
    const type = (this.recorder.mimeType || this.chunks[0]?.type || "").split(";")[0] ?? "";
    return { blob: new Blob(this.chunks.splice(0), { type }), seconds };
  }
}

/** The meter is a help, not a need: without it the recording goes on. */
function listenTo(stream: MediaStream): { sound: AudioContext | null; listening: AnalyserNode | null } {
  try {
    const sound = new AudioContext();
    const listening = sound.createAnalyser();
    listening.fftSize = 1024;
    sound.createMediaStreamSource(stream).connect(listening);
    return { sound, listening };
  } catch {
    return { sound: null, listening: null };
  }
}
