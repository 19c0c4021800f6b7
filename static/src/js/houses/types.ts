/** Shapes shared with the server (docs: what a phone seals). Nothing here is shown to people. */

export type House = "good" | "worry" | "wish";
export type With = "alone" | "worker" | "parent" | "carer" | "other";
export type Colour = "damson" | "rust" | "gorse" | "fern" | "night" | "rain" | "bark" | "ink";
export type Width = 6 | 12 | 24;

/** One line: x,y integers in a sheet 1000 wide and 1200 high, flat: [x, y, x, y, …]. */
export interface Stroke {
  c: Colour;
  w: Width;
  p: number[];
}

export interface Share {
  level: string;
  people: string[];
}

/** What is sealed: one entry in one house. */
export interface Content {
  v: 1;
  house: House;
  words: string;
  strokes: Stroke[];
  prompt: string;
  with: With;
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
  kind: "draft" | "send";
  set_id: string;
  key_id: string;
  enc: string;
  ct: string;
  made_at: string;
  saved_offline: boolean;
  signed_in: boolean;
  uploaded_rev: number;
}

/** Which state line is shown; each has a `<template data-state>` on the page. */
export type StateKind =
  | "keeping" | "here" | "offline" | "draft" | "sent" | "arrived"
  | "read" | "signin" | "owner" | "stopped" | "unkept";
