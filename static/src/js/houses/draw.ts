/** The paper: two canvases (what is kept, what is being drawn) and one thumb or pen. */
import { type Box, fills, HIGH, type Point, WIDE } from "./strokes";
import type { Stroke } from "./types";

export interface Hand {
  down(point: Point): void;
  move(points: Point[]): void;
  up(): void;
}

/** What lies over the drawing: the line being drawn, the keyboard pen, the frame round what is picked. */
export interface Overlay {
  stroke: Stroke | null;
  pen: Point | null;
  penDown: boolean;
  picked: Box | null;
}

const paths = new WeakMap<Stroke, Path2D>();
const inks = new Map<string, string>();

function pathOf(stroke: Stroke): Path2D {
  const path = new Path2D();
  const p = stroke.p;
  path.moveTo(p[0] ?? 0, p[1] ?? 0);
  for (let at = 2; at < p.length; at += 2) path.lineTo(p[at] ?? 0, p[at + 1] ?? 0);
  if (p.length === 2) path.lineTo(p[0] ?? 0, p[1] ?? 0);
  return path;
}

/** A moved line has another path. */
export function changed(stroke: Stroke): void {
  paths.delete(stroke);
}

function kept(stroke: Stroke): Path2D {
  const path = paths.get(stroke) ?? pathOf(stroke);
  paths.set(stroke, path);
  return path;
}

/** Inks are the same in light and dark, so each is looked up once. */
function ink(canvas: HTMLCanvasElement, name: string): string {
  const found = inks.get(name) ?? getComputedStyle(canvas).getPropertyValue(`--pen-${name}`).trim();
  if (found !== "") inks.set(name, found);
  return found;
}

/** Size the canvas for this screen. Asked on resize alone: asking makes the browser lay out the page. */
function fitCanvas(canvas: HTMLCanvasElement): void {
  const dense = window.devicePixelRatio || 1;
  const wide = Math.round(canvas.clientWidth * dense);
  const high = Math.round(canvas.clientHeight * dense);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}

/** An empty canvas, in units of the sheet. */
function fresh(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const pen = canvas.getContext("2d");
  if (pen === null) return null;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(canvas.width / WIDE, 0, 0, canvas.height / HIGH, 0, 0);
  pen.lineCap = "round";
  pen.lineJoin = "round";
  return pen;
}

export function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const pen = fresh(canvas);
  if (pen === null) return;
  for (const stroke of fills(strokes)) {
    pen.fillStyle = ink(canvas, stroke.f ?? "");
    pen.fill(kept(stroke), "evenodd");
  }
  for (const stroke of strokes) paintLine(pen, canvas, stroke, kept(stroke));
}

function paintLine(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, stroke: Stroke, path: Path2D): void {
  pen.strokeStyle = ink(canvas, stroke.c);
  pen.lineWidth = stroke.w;
  pen.stroke(path);
}

function paintPen(pen: CanvasRenderingContext2D, at: Point, down: boolean, dark: string, light: string): void {
  for (const [colour, thick] of [[light, 18], [dark, 8]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.beginPath();
    pen.arc(at.x, at.y, down ? 16 : 34, 0, 2 * Math.PI);
    pen.moveTo(at.x - 60, at.y);
    pen.lineTo(at.x + 60, at.y);
    pen.moveTo(at.x, at.y - 60);
    pen.lineTo(at.x, at.y + 60);
    pen.stroke();
  }
}

function paintPicked(pen: CanvasRenderingContext2D, box: Box, dark: string, light: string): void {
  for (const [colour, thick, dash] of [[light, 14, []], [dark, 8, [26, 18]]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.setLineDash([...dash]);
    pen.strokeRect(box.left - 16, box.top - 16, box.right - box.left + 32, box.bottom - box.top + 32);
  }
  pen.setLineDash([]);
}

export class Paper {
  private finger: number | null = null;
  private frame = 0;
  private readonly watch: ResizeObserver;
  private readonly stops = new AbortController();

  constructor(
    private readonly sheet: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly over: HTMLCanvasElement,
    private readonly strokes: () => readonly Stroke[],
    private readonly overlay: () => Overlay,
    private readonly hand: Hand,
  ) {
    this.watch = new ResizeObserver(() => this.fit());
    if (sheet.parentElement !== null) this.watch.observe(sheet.parentElement);
    const { signal } = this.stops;
    // Or a browser takes a fast line for a fling, and the next tap, on any button, only stops the fling.
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { signal, passive: false });
    canvas.addEventListener("pointerdown", (event) => this.down(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.move(event), { signal });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const)
      canvas.addEventListener(end, (event) => this.up(event), { signal });
  }

  stop(): void {
    this.watch.disconnect();
    this.stops.abort();
    cancelAnimationFrame(this.frame);
  }

  /** The largest 5:6 sheet that the free room holds; called on resize and when the phone is turned. */
  fit(): void {
    const room = this.sheet.parentElement;
    if (room === null || room.clientWidth === 0) return;
    const wide = Math.floor(Math.min(room.clientWidth - 16, (room.clientHeight * WIDE) / HIGH));
    this.sheet.style.inlineSize = `${wide}px`;
    this.sheet.style.blockSize = `${Math.floor((wide * HIGH) / WIDE)}px`;
    fitCanvas(this.canvas);
    fitCanvas(this.over);
    this.redraw();
  }

  redraw(): void {
    paint(this.canvas, this.strokes());
    this.redrawOver();
  }

  /** At most once a frame, however fast the finger is. */
  redrawOver(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paintOver());
  }

  private paintOver(): void {
    const pen = fresh(this.over);
    if (pen === null) return;
    const { stroke, pen: at, penDown, picked } = this.overlay();
    const [dark, light] = [ink(this.over, "mark"), ink(this.over, "halo")];
    if (stroke !== null) paintLine(pen, this.over, stroke, pathOf(stroke));
    if (picked !== null) paintPicked(pen, picked, dark, light);
    if (at !== null) paintPen(pen, at, penDown, dark, light);
  }

  private point(event: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * WIDE,
      y: ((event.clientY - box.top) / box.height) * HIGH,
    };
  }

  private down(event: PointerEvent): void {
    if (this.finger !== null || event.button !== 0) return;
    event.preventDefault();
    this.finger = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.hand.down(this.point(event));
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.finger) return;
    const all = event.getCoalescedEvents?.() ?? [];
    this.hand.move((all.length > 0 ? all : [event]).map((each) => this.point(each)));
  }

  private up(event: PointerEvent): void {
    if (event.pointerId !== this.finger) return;
    this.finger = null;
    this.hand.up();
  }
}
