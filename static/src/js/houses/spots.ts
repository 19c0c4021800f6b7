/** Places in words: where a thing goes when a child picks "in the house" or "next to Mum" (WCAG 2.5.7). Pure. */
import { holds } from "./names";
import { boxOf, sizeOf } from "./picture";
import { HIGH, onSheet, type Point, WIDE } from "./strokes";
import type { Thing } from "./types";

export interface Spot extends Point {
  /** A string's key, or which thing it is in or next to. */
  key: string;
  thing: Thing | null;
}

const COLUMNS = { w: 1 / 6, "": 1 / 2, e: 5 / 6 } as const;
const ROWS = { n: 1 / 6, "": 1 / 2, s: 5 / 6 } as const;
const NINE = ["nw", "n", "ne", "w", "c", "e", "sw", "s", "se"] as const;
/** The paper is a house too: its rooms lie below the roof; outside is low and by the edge. */
const IN_PAPER = { x: WIDE / 2, y: HIGH * 0.62 };
const OUTSIDE = { x: WIDE * 0.12, y: HIGH * 0.88 };
const LOW = 0.22; // what is in a house stands on its floor
const GAP = 10;
// New things stand beside each other, so that none hides another.
const NEW_X = [500, 260, 740];
const NEW_Y = [680, 440, 920];

/** All the places for a thing, nearest words first: in something, outside, next to something, nine parts of the page. */
export function spotsFor(thing: Thing, things: readonly Thing[]): Spot[] {
  const others = things.filter((other) => other !== thing);
  const homes = others.filter(holds);
  return [
    ...(homes.length === 0 ? [{ key: "in_house", thing: null, ...IN_PAPER }] : []),
    ...homes.map((home) => ({ key: "place_in", thing: home, ...inside(home) })),
    { key: "outside", thing: null, ...outside(thing, homes[0]) },
    ...others.map((other) => ({ key: "next_to", thing: other, ...beside(thing, other) })),
    ...NINE.map((name) => ({ key: `place_${name}`, thing: null, ...part(name) })),
  ];
}

/** Where a new thing stands, when so many are there already. */
export function freshSpot(count: number): Point {
  return { x: NEW_X[count % 3] ?? 500, y: NEW_Y[Math.floor(count / 3) % 3] ?? 680 };
}

function inside(home: Thing): Point {
  return onSheet({ x: home.x, y: home.y + sizeOf(home).high * LOW });
}

function outside(thing: Thing, home: Thing | undefined): Point {
  return home === undefined ? onSheet(OUTSIDE) : beside(thing, home);
}

/** On the side with more room, standing on the same ground. */
function beside(thing: Thing, other: Thing): Point {
  const mine = sizeOf(thing);
  const box = boxOf(other);
  const right = WIDE - box.right >= box.left;
  const x = right ? box.right + GAP + mine.wide / 2 : box.left - GAP - mine.wide / 2;
  return onSheet({ x, y: box.bottom - mine.high / 2 });
}

function part(name: (typeof NINE)[number]): Point {
  const row = name.startsWith("n") ? "n" : name.startsWith("s") ? "s" : "";
  const column = name.endsWith("w") ? "w" : name.endsWith("e") ? "e" : "";
  return onSheet({ x: COLUMNS[column] * WIDE, y: ROWS[row] * HIGH });
}
