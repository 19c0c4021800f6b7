/** The paper: two canvases (what is kept, what is being drawn) and one thumb or pen. */
import { getStroke } from "perfect-freehand";
import { bounds, HIGH, type Point, WIDE } from "./strokes";
import type { Stroke } from "./types";

const LOOK = { thinning: 0.3, smoothing: 0.5, streamline: 0.35, simulatePressure: true, last: true };
const THICKER = 1.6; // a line tapers, so it starts a little wider than its name says

export interface Hand {
  down(point: Point): void;
  move(points: Point[]): void;
  up(): void;
}

/** What lies over the drawing: the line being drawn, the keyboard pen, the picked line. */
export interface Overlay {
  stroke: Stroke | null;
  pen: Point | null;
  penDown: boolean;
  picked: Stroke | null;
}

const outlines = new WeakMap<Stroke, Path2D>();

function pairs(flat: number[]): number[][] {
  const points: number[][] = [];
  for (let at = 0; at < flat.length; at += 2) points.push([flat[at] ?? 0, flat[at + 1] ?? 0]);
  return points;
}

function outline(stroke: Stroke): Path2D {
  const edge = getStroke(pairs(stroke.p), { ...LOOK, size: stroke.w * THICKER });
  const path = new Path2D();
  edge.forEach(([x = 0, y = 0], at) => {
    const [nx = 0, ny = 0] = edge[(at + 1) % edge.length] ?? [];
    if (at === 0) path.moveTo((x + nx) / 2, (y + ny) / 2);
    else path.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
  });
  path.closePath();
  return path;
}

/** A moved line is outlined anew. */
export function changed(stroke: Stroke): void {
  outlines.delete(stroke);
}

function ink(canvas: HTMLCanvasElement, name: string): string {
  return getComputedStyle(canvas).getPropertyValue(`--pen-${name}`).trim();
}

/** Size the canvas for this screen and give a context in units of the sheet. */
function fresh(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const dense = window.devicePixelRatio || 1;
  const wide = Math.round(canvas.clientWidth * dense);
  const high = Math.round(canvas.clientHeight * dense);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const pen = canvas.getContext("2d");
  pen?.setTransform(1, 0, 0, 1, 0, 0);
  pen?.clearRect(0, 0, wide, high);
  pen?.setTransform(wide / WIDE, 0, 0, high / HIGH, 0, 0);
  return pen;
}

export function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const pen = fresh(canvas);
  if (pen === null) return;
  for (const stroke of strokes) {
    const path = outlines.get(stroke) ?? outline(stroke);
    outlines.set(stroke, path);
    pen.fillStyle = ink(canvas, stroke.c);
    pen.fill(path);
  }
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

function paintPicked(pen: CanvasRenderingContext2D, stroke: Stroke, dark: string): void {
  const box = bounds(stroke);
  pen.strokeStyle = dark;
  pen.lineWidth = 8;
  pen.setLineDash([26, 18]);
  pen.strokeRect(box.left - 24, box.top - 24, box.right - box.left + 48, box.bottom - box.top + 48);
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
    if (stroke !== null) {
      pen.fillStyle = ink(this.over, stroke.c);
      pen.fill(outline(stroke));
    }
    if (picked !== null) paintPicked(pen, picked, ink(this.over, "mark"));
    if (at !== null) paintPen(pen, at, penDown, ink(this.over, "mark"), ink(this.over, "halo"));
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
