/** What a finger on the paper does: a line, a rub, a fill; and on the page of things, what a tap moves. */
import type { Hand } from "./draw";
import type { Filling } from "./filling";
import type { Making } from "./making";
import { thingNode } from "./picture";
import { isThing } from "./place";
import type { Point } from "./strokes";

const RUBBER_REACH = 22;
const DRAG = 24;

/** Where a finger went down on the page of things, and what it does there. */
interface Touch {
  from: Point;
  to: Point;
  picked: boolean;
  moved: boolean;
}

export class Finger implements Hand {
  private touch: Touch | null = null;

  constructor(private readonly making: Making, private readonly filling: Filling) {}

  down(point: Point): void {
    const { making } = this;
    making.hideInks();
    making.place.lift();
    if (making.mode() === "buttons") return this.touchDown(point);
    making.place.showPen = false;
    if (making.tool() === "fill") return this.filling.at(point);
    if (making.tool() === "rubber") return this.rubAt(point);
    const { colour, width } = making.ink();
    if (!making.sheet().begin(colour, width, point)) making.notice("page_full");
  }

  move(points: Point[]): void {
    const last = points[points.length - 1];
    if (this.touch !== null && last !== undefined) return this.drag(this.touch, last);
    const tool = this.making.tool();
    if (tool === "fill") return;
    for (const point of points) {
      if (tool === "rubber") this.rubAt(point);
      else this.extend(point);
    }
    this.making.redrawOver();
  }

  up(): void {
    if (this.touch !== null) return this.touchUp(this.touch);
    this.making.finishLine();
    this.making.redrawOver();
  }

  private extend(point: Point): void {
    const sheet = this.making.sheet();
    if (sheet.current() !== null && !sheet.extend(point)) this.making.notice("page_full");
  }

  private rubAt(point: Point): void {
    if (!this.making.sheet().rubAt(point, RUBBER_REACH)) return;
    this.making.say("rubbed");
    this.making.after(null);
  }

  // ---- on the page of things: a tap is enough; dragging works too

  private touchDown(point: Point): void {
    const free = this.making.place.picked === null;
    if (free) this.making.place.tap(point);
    this.touch = { from: point, to: point, picked: free, moved: false };
  }

  private drag(touch: Touch, point: Point): void {
    const { picked } = this.making.place;
    touch.to = point;
    touch.moved ||= Math.hypot(point.x - touch.from.x, point.y - touch.from.y) > DRAG;
    if (!touch.moved || !isThing(picked)) return;
    this.making.ghost.replaceChildren(thingNode({ ...picked, x: point.x, y: point.y }, this.making.art));
  }

  private touchUp(touch: Touch): void {
    const { place } = this.making;
    this.touch = null;
    this.making.ghost.replaceChildren();
    if (touch.moved && isThing(place.picked)) place.put(place.picked, touch.to);
    else if (!touch.picked) place.tap(touch.to);
  }
}
