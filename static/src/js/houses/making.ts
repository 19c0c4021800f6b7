/** What the parts of the make screen share: the sheet in hand, the ink, the tool, and what follows an act. */
import type { Art } from "./picture";
import type { Picked, Place } from "./place";
import type { Sheet } from "./sheet";
import type { Colour, Size, Thing, Width } from "./types";

export type Mode = "draw" | "write" | "buttons";
export type Tool = "pen" | "rubber" | "fill";

export interface Making {
  readonly art: Art;
  readonly place: Place;
  /** Where a thing shows while it is dragged. */
  readonly ghost: Element;
  sheet(): Sheet;
  mode(): Mode;
  tool(): Tool;
  ink(): { colour: Colour; width: Width };
  colourName(colour: Colour): string;
  /** On a sheet of its own, not the page: "Something else: draw it". */
  isDrawingThing(): boolean;
  /** An id, a place and a size for a new thing. */
  newThing(): { id: string; x: number; y: number; s: Size };
  addThing(thing: Thing): boolean;
  hideInks(): void;
  finishLine(): void;
  redrawOver(): void;
  /** Something was drawn, changed or taken away: paint it, keep it. */
  after(what: Picked | null): void;
  /** The line above the tools; "" takes it away. */
  notice(key: string): void;
  /** Said once by a screen reader: one of the page's strings, or words as they are. */
  say(key: string, places?: Record<string, string>): void;
  tell(text: string): void;
}

export function find<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`missing ${selector}`);
  return found;
}
