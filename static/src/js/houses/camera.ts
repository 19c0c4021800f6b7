/**
 * The camera inside the page: what is photographed goes onto the sheet alone, never into the phone's own pictures
 * (safety §4.2). The light of the camera is on only while its picture shows.
 */
import { find } from "./panel";

export interface CameraParts {
  took(picture: HTMLVideoElement): void;
  refused(): void;
}

export class Camera {
  private stream: MediaStream | null = null;
  private wanted = false;
  private readonly live: HTMLElement;
  private readonly view: HTMLVideoElement;
  private readonly opener: HTMLButtonElement;

  constructor(panel: HTMLElement, private readonly parts: CameraParts, signal: AbortSignal) {
    this.live = find(panel, "[data-photo-live]");
    this.view = find(panel, "[data-photo-view]");
    this.opener = find(panel, "[data-photo-open]");
    const take = find<HTMLButtonElement>(panel, "[data-photo-take]");
    this.opener.addEventListener("click", () => void this.open(take), { signal });
    take.addEventListener("click", () => this.parts.took(this.view), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.close(), { signal });
    signal.addEventListener("abort", () => this.close());
  }

  private async open(take: HTMLButtonElement): Promise<void> {
    this.wanted = true;
    const asked = navigator.mediaDevices?.getUserMedia({ video: { facingMode: "environment" } });
    const stream = (await asked?.catch(() => null)) ?? null;
    if (stream === null) return this.parts.refused();
    this.stream = stream;
    // Closed while the phone asked.
    if (!this.wanted) return this.close();
    this.view.srcObject = stream;
    await this.view.play().catch(() => undefined);
    this.show(true);
    take.focus();
  }

  private show(on: boolean): void {
    this.live.hidden = !on;
    this.opener.hidden = on;
  }

  close(): void {
    this.wanted = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.view.srcObject = null;
    this.show(false);
  }
}
