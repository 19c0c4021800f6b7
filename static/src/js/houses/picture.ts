/** A page as a drawing of SVG elements: what she sees, what is read back, what her own phone shows later.
 *  webapp/houses/picture.py and templates/houses/drawing.html paint the same for readers. */
import type { Sheet } from "./sheet";
import { type Box, bounds, fills, HIGH, WIDE } from "./strokes";
import type { Drawn, Label, Photo, Size, Sticker, Stroke, Thing } from "./types";

const SVG = "http://www.w3.org/2000/svg";
export const SIDE: Record<Size, number> = { 1: 90, 2: 140, 3: 200, 4: 290, 5: 420 };
const PHOTO_SIDE: Record<Size, number> = { 1: 200, 2: 320, 3: 460, 4: 640, 5: 900 };
export const LETTER: Record<Size, number> = { 1: 36, 2: 48, 3: 66, 4: 92, 5: 130 };
const LETTER_WIDE = 0.56;
const TEXT_WIDE = 900;
const RIGHT_TO_LEFT = /^[^A-Za-z\u00C0-\u024F]*[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;
const BUBBLE_LETTER = 0.17;
const BUBBLE_MIDDLE = 0.06;

/** Where stickers come from, what a feeling is called, and where a photo lies. */
export interface Art {
  sheet: string;
  nameOf(code: string): string;
  photo(id: string): Promise<string | null>;
}

type Values = Record<string, string | number>;

export function node(name: string, values: Values, ...inner: Node[]): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(value));
  made.append(...inner);
  return made;
}

/** How wide and high a thing is painted, units of the sheet. */
export function sizeOf(thing: Thing): { wide: number; high: number } {
  if (thing.k === "photo") return { wide: PHOTO_SIDE[thing.s], high: PHOTO_SIDE[thing.s] };
  if (thing.k !== "words") return { wide: SIDE[thing.s], high: SIDE[thing.s] };
  const lines = linesOf(thing.t, thing.s);
  const wide = Math.max(1, ...lines.map((line) => [...line].length)) * LETTER[thing.s] * LETTER_WIDE;
  return { wide, high: lines.length * leading(thing.t) * LETTER[thing.s] };
}

export function boxOf(thing: Thing): Box {
  const { wide, high } = sizeOf(thing);
  const { x, y } = thing;
  return { left: x - wide / 2, top: y - high / 2, right: x + wide / 2, bottom: y + high / 2 };
}

function leading(text: string): number {
  return RIGHT_TO_LEFT.test(text) ? 1.9 : 1.25;
}

/** Words cut into lines that fit the sheet; webapp/houses/picture.py cuts alike. */
export function linesOf(text: string, size: Size): string[] {
  const most = Math.floor(TEXT_WIDE / (LETTER[size] * LETTER_WIDE));
  return text.split("\n").flatMap((paragraph) => wrapped(paragraph, most));
}

function wrapped(paragraph: string, most: number): string[] {
  const lines = [""];
  for (const word of paragraph.split(" ")) {
    const last = lines[lines.length - 1] ?? "";
    const longer = last === "" ? word : `${last} ${word}`;
    if ([...longer].length <= most || last === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.flatMap((line) => pieces([...line], most));
}

/** A word longer than the sheet is cut. */
function pieces(letters: string[], most: number): string[] {
  const found = [letters.slice(0, most).join("")];
  for (let at = most; at < letters.length; at += most) found.push(letters.slice(at, at + most).join(""));
  return found;
}

function placed(thing: Thing): Values {
  const { wide, high } = sizeOf(thing);
  return { x: thing.x - wide / 2, y: thing.y - high / 2, width: wide, height: high };
}

function stickerNode(thing: Sticker, art: Art): SVGElement {
  const [, plain = thing.n, tone = ""] = /^(.+)-([1-5])$/.exec(thing.n) ?? [];
  if (plain.startsWith("feel-")) return feelingNode(thing, art.nameOf(plain), art);
  return node("use", { href: `${art.sheet}#${plain}`, class: tone === "" ? "sticker" : `sticker tone-${tone}`, ...placed(thing) });
}

function feelingNode(thing: Sticker, word: string, art: Art): SVGElement {
  const side = SIDE[thing.s];
  const size = Math.min(side * BUBBLE_LETTER, (side * 0.66) / (Math.max(1, [...word].length) * LETTER_WIDE));
  const text = node("text", { x: thing.x, y: thing.y - side * BUBBLE_MIDDLE + size / 3, "font-size": size, class: "feeling" });
  text.textContent = word;
  return node("g", {}, node("use", { href: `${art.sheet}#feel`, ...placed(thing) }), text);
}

function labelNode(thing: Label): SVGElement {
  const size = LETTER[thing.s];
  const step = size * leading(thing.t);
  const lines = linesOf(thing.t, thing.s);
  const text = node("text", { class: `label pen-${thing.c}`, "font-size": size, fill: "currentColor" });
  if (RIGHT_TO_LEFT.test(thing.t)) text.setAttribute("direction", "rtl");
  lines.forEach((line, at) => {
    const span = node("tspan", { x: thing.x, y: thing.y + (at - (lines.length - 1) / 2) * step + size / 3 });
    span.textContent = line;
    text.append(span);
  });
  return text;
}

/** A plain frame until the photo is there; a photo whose bytes are not on this phone stays one. */
function photoNode(thing: Photo, art: Art): SVGElement {
  const image = node("image", placed(thing));
  void art.photo(thing.a).then((address) => address !== null && image.setAttribute("href", address));
  return node("g", {}, node("rect", { class: "photo-place", ...placed(thing) }), image);
}

function drawnNode(thing: Drawn): SVGElement {
  const box = around(thing.d);
  const view = `${box.left} ${box.top} ${box.right - box.left} ${box.bottom - box.top}`;
  return node("svg", { viewBox: view, overflow: "visible", ...placed(thing) }, ...inkNodes(thing.d));
}

/** The smallest box round some lines; a page without lines has the whole sheet. */
export function around(lines: readonly Stroke[]): Box {
  const boxes = lines.map(bounds);
  if (boxes.length === 0) return { left: 0, top: 0, right: WIDE, bottom: HIGH };
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function thingNode(thing: Thing, art: Art): SVGElement {
  if (thing.k === "sticker") return stickerNode(thing, art);
  if (thing.k === "words") return labelNode(thing);
  if (thing.k === "photo") return photoNode(thing, art);
  return drawnNode(thing);
}

function flat(line: Stroke): string {
  return (line.p.length === 2 ? [...line.p, ...line.p] : line.p).join(" ");
}

function inkNodes(lines: readonly Stroke[]): SVGElement[] {
  const shapes = fills(lines).map((line) =>
    node("polygon", { class: `pen-${line.f ?? ""}`, fill: "currentColor", "fill-rule": "evenodd", stroke: "none", points: flat(line) }));
  const inks = lines.map((line) =>
    node("polyline", { class: `pen-${line.c}`, stroke: "currentColor", "stroke-width": line.w, points: flat(line) }));
  return [...shapes, ...inks];
}

/** The whole page, as readers see it. */
export function pictureOf(sheet: Sheet, art: Art): SVGElement {
  const things = sheet.things();
  const paper = sheet.paper() === "" ? "" : ` paper-${sheet.paper()}`;
  const frame = { viewBox: `0 0 ${WIDE} ${HIGH}`, class: `drawing${paper}`, fill: "none", "aria-hidden": "true" };
  const photos = things.filter((thing) => thing.k === "photo");
  const above = things.filter((thing) => thing.k !== "photo");
  return node("svg", { ...frame, "stroke-linecap": "round", "stroke-linejoin": "round" },
    ...photos.map((thing) => thingNode(thing, art)), ...inkNodes(sheet.all()), ...above.map((thing) => thingNode(thing, art)));
}

/** Only the photos, or only what lies above the lines: a layer of the page being made. */
export function paintLayer(layer: Element, things: readonly Thing[], art: Art): void {
  layer.replaceChildren(...things.map((thing) => thingNode(thing, art)));
}
