/** Shapes shared with the server (webapp/houses/content.py). Nothing here is shown to people. */

/** The key of one part of a template: good, worry, wish, or another template's. */
export type House = string;
export type With = "alone" | "worker" | "parent" | "carer" | "sibling" | "other";
export type Band = "" | "young" | "mid" | "teen";
export type TypedBy = "" | "worker" | "helper";
export type Colour = "damson" | "rust" | "gorse" | "fern" | "night" | "rain" | "bark" | "ink";
export type Width = 6 | 12 | 24;
export type Size = 1 | 2 | 3 | 4 | 5;

/** One line: x,y integers in a sheet 1000 wide and 1200 high, flat: [x, y, x, y, …]. `f`: its shape is filled. */
export interface Stroke {
  c: Colour;
  w: Width;
  p: number[];
  f?: Colour;
}

/** Where a thing is (its middle), how big it is, and what the child calls it. `id` is its own on this sheet. */
interface Placed {
  id: string;
  x: number;
  y: number;
  s: Size;
  said?: string;
}
export type Sticker = Placed & { k: "sticker"; n: string };
export type Label = Placed & { k: "words"; t: string; c: Colour };
/** `a`: the id of an attachment. */
export type Photo = Placed & { k: "photo"; a: string };
/** `d`: lines on a sheet of their own, round its middle. */
export type Drawn = Placed & { k: "drawn"; d: Stroke[] };
export type Thing = Sticker | Label | Photo | Drawn;

export interface Voice {
  a: string;
  seconds: number;
  said: string;
}

/** An attachment the entry needs; `sha256` in hex, of the plain bytes. */
export interface FileOf {
  id: string;
  sha256: string;
  bytes: number;
  kind: "photo" | "voice";
}

export interface Share {
  level: string;
  people: string[];
}

/** A line as it is sealed: its points packed (points.ts). The server gives them back as numbers. */
export type SealedStroke = Omit<Stroke, "p"> & { p: string | number[] };
export type SealedThing = Sticker | Label | Photo | (Omit<Drawn, "d"> & { d: SealedStroke[] });

/** What is sealed: one entry in one house. */
export interface Content {
  v: 2;
  house: House;
  template: string;
  name: string;
  sign: string;
  words: string;
  strokes: SealedStroke[];
  paper: "" | Colour;
  things: SealedThing[];
  voice: Voice[];
  files: FileOf[];
  said: string;
  prompt: string;
  with: With;
  band: Band;
  language: string;
  typed_by: TypedBy;
  own_words: boolean;
  together: string;
  share: Share | null;
  read_back: boolean;
}

/** What is sealed of a note in the letterbox. */
export interface Note {
  v: 1;
  words: string;
  unsafe: boolean;
}

/** A sealed entry as it lies on the phone: ciphertext and ids, nothing readable. */
export interface Item {
  id: string;
  rev: number;
  owner: string;
  /** fresh: no box, an errand to put away what is with us under this id. */
  kind: "draft" | "send" | "fresh";
  set_id: string;
  key_id: string;
  enc: string;
  ct: string;
  made_at: string;
  saved_offline: boolean;
  signed_in: boolean;
  uploaded_rev: number;
  /** Ids of the photos and voice notes it names; none in an item of an older app. */
  files?: string[];
  /** Which opening of the page made it, and the revision that the server had given that page; neither in an older app. */
  page?: string;
  saw?: number;
}

/** One sealed part of a photo or voice note, as it lies on the phone and as it is posted (`ct` then as text). */
export interface Part {
  id: string;
  entry: string;
  owner: string;
  number: number;
  count: number;
  key_id: string;
  enc: string;
  ct: Uint8Array<ArrayBuffer>;
}

/** Which state line is shown; each has a `<template data-state>` on the page. */
export type StateKind =
  | "keeping" | "here" | "offline" | "draft" | "sent" | "arrived"
  | "read" | "signin" | "owner" | "stopped" | "unkept";
