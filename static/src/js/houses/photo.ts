/** The photo panel: a photo is made smaller here, so that where it was taken never leaves the phone. Loaded when opened. */
import type { AttachParts } from "./attach";
import { Camera } from "./camera";
import { fill, find, strings } from "./panel";

const LONGEST = 1600;
const QUALITIES = [0.85, 0.7];
const ENOUGH = 900 * 1024;

/** Width and height on the sheet of a photo whose longest side is at most `longest` pixels. */
export function fitted(width: number, height: number, longest = LONGEST): [number, number] {
  const by = Math.min(1, longest / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * by)), Math.max(1, Math.round(height * by))];
}

async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if ("createImageBitmap" in window) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // Older browsers know fewer kinds here than in an image element.
    }
  }
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/** A JPEG of at most 1600 pixels with nothing but the picture in it; null when this phone cannot read the file. */
export async function shrink(file: Blob): Promise<Blob | null> {
  let picture: ImageBitmap | HTMLImageElement;
  try {
    picture = await decode(file);
  } catch {
    return null;
  }
  return painted(picture, picture.width, picture.height);
}

async function painted(picture: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(width, height);
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  let made: Blob | null = null;
  for (const quality of QUALITIES) {
    made = await jpeg(canvas, quality);
    if (made === null || made.size <= ENOUGH) break;
  }
  canvas.width = canvas.height = 0;
  return made;
}

/** HEIC that the phone cannot decode goes as it is; the server takes its place data out. Anything else is no photo. */
function isHeic(file: File): boolean {
  return /image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);
}

class PhotoPanel {
  private readonly stops = new AbortController();
  private readonly word: (key: string) => string;
  private readonly camera: Camera;

  constructor(private readonly panel: HTMLElement, private readonly parts: AttachParts) {
    this.word = strings(panel);
    for (const input of panel.querySelectorAll<HTMLInputElement>("[data-photo-file]"))
      input.addEventListener("change", () => void this.take(input), { signal: this.stops.signal });
    this.camera = new Camera(
      panel,
      { took: (view) => void this.took(view), refused: () => this.problem("photo_no_camera") },
      this.stops.signal,
    );
  }

  private async took(view: HTMLVideoElement): Promise<void> {
    const made = await painted(view, view.videoWidth, view.videoHeight);
    this.camera.close();
    await this.keep(made);
  }

  private async take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file === undefined) return;
    this.problem("");
    this.parts.say(this.word("photo_reading"));
    const made = (await shrink(file)) ?? (isHeic(file) ? file : null);
    // The chosen file is not kept in the page.
    input.value = "";
    await this.keep(made);
  }

  private async keep(made: Blob | null): Promise<void> {
    this.problem("");
    if (made === null) return this.problem("photo_cannot");
    const draft = this.parts.draft();
    const kept = draft && (await this.parts.files.add(draft, "photo", made));
    if (!draft || !kept) return this.problem("not_kept");
    if (!this.parts.addPhoto(draft, kept.id)) {
      await this.parts.files.remove(draft, kept.id);
      return this.problem("photo_many");
    }
    this.parts.say(this.word("photo_kept"));
    this.parts.close();
  }

  private problem(key: string): void {
    const note = find(this.panel, "[data-attach-problem]");
    fill(note, key === "" ? "" : this.word(key));
  }

  stop(): void {
    this.stops.abort();
  }
}

export function open(panel: HTMLElement, parts: AttachParts): () => void {
  const made = new PhotoPanel(panel, parts);
  return () => made.stop();
}
