/** What lines and things are called, and the words for where they are. */
import { boxOf } from "./picture";
import type { Sheet } from "./sheet";
import { middle, type Point, place } from "./strokes";
import type { Colour, Stroke, Thing } from "./types";
import type { Words } from "./words";

const HEARD_AT_MOST = 60;
/** What something else can be in. */
const HOLDS = new Set(
  ("house other-house grandparents-home flats tower-flats caravan bedroom kitchen garden bed school park court hospital " +
    "car shop bus train family-centre office library swimming mosque church temple").split(" "),
);
/** Said without "the". */
const FAMILY = new Set("mum dad two-mums two-dads mum-dad nan grandad".split(" "));

export function plainCode(code: string): string {
  return code.replace(/-[1-5]$/, "");
}

export function holds(thing: Thing): boolean {
  return thing.k === "sticker" && HOLDS.has(plainCode(thing.n));
}

export class Names {
  constructor(
    private readonly words: Words,
    private readonly sheet: () => Sheet,
    private readonly colourName: (colour: Colour) => string,
    private readonly stickerName: (code: string) => string,
  ) {}

  /** "Line 3, plum, top left", and what it is filled with. */
  line(stroke: Stroke): string {
    const n = this.sheet().all().indexOf(stroke) + 1;
    const where = this.at(middle(stroke));
    const name = this.words.say("line_name", { n: String(n), colour: this.colourName(stroke.c), place: where });
    if (stroke.f === undefined) return name;
    return this.words.say("line_filled", { line: name, colour: this.colourName(stroke.f) });
  }

  /** Her own name for it, or else ours. */
  thing(thing: Thing): string {
    if (thing.said !== undefined && thing.said !== "") return thing.said;
    if (thing.k === "sticker") return this.stickerName(plainCode(thing.n));
    if (thing.k === "words") return [...thing.t].slice(0, HEARD_AT_MOST).join("");
    return this.words.say(thing.k === "photo" ? "photo_name" : "drawn_name");
  }

  /** "dog, in the house, 1 of 4". */
  whole(thing: Thing): string {
    const things = this.sheet().things();
    const n = String(things.indexOf(thing) + 1);
    return this.words.say("thing_name", { thing: this.thing(thing), place: this.where(thing), n, all: String(things.length) });
  }

  /** In another thing, or else one of nine places. */
  where(thing: Thing): string {
    const home = this.sheet().things().find((other) => other !== thing && holds(other) && within(other, thing));
    return home === undefined ? this.at(thing) : this.with("place_in", home);
  }

  at(point: Point): string {
    return this.words.say(`place_${place(point)}`);
  }

  /** "in the house", "next to Mum". `key`: a string's key; the same with "_the" has the article. */
  with(key: "place_in" | "next_to", thing: Thing): string {
    const ours = thing.said === undefined && thing.k === "sticker" && !FAMILY.has(plainCode(thing.n));
    return this.words.say(ours ? `${key}_the` : key, { thing: this.thing(thing) });
  }
}

function within(holder: Thing, thing: Thing): boolean {
  const box = boxOf(holder);
  return thing.x > box.left && thing.x < box.right && thing.y > box.top && thing.y < box.bottom;
}
