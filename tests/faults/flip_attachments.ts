/**
 * The phone's own store, sealing, queue and uploads against a real server, through a network that is cut again and again:
 * before a request, while it is on its way, and between the server's commit and its reply. Run by test_attachments.py.
 */
import "fake-indexeddb/auto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as api from "../../static/src/js/houses/api";
import { uuid7 } from "../../static/src/js/houses/ids";
import { sealParts } from "../../static/src/js/houses/parts";
import { Queue } from "../../static/src/js/houses/queue";
import { importPublicKey, seal } from "../../static/src/js/houses/sealing";
import { Store } from "../../static/src/js/houses/store";
import type { Content, FileOf } from "../../static/src/js/houses/types";
import { postWithParts } from "../../static/src/js/houses/uploads";

interface Task {
  url: string;
  cookie: string;
  owner: string;
  keyId: string;
  publicKey: string;
  folder: string;
  entries: number;
  flips: number;
}
const task = JSON.parse(process.env["HEARD_TASK"] ?? "") as Task;
const cuts = { before: 0, during: 0, after: 0 };
const real = globalThis.fetch;
let left = task.flips;
// An entry and its four files are five posts or more, so every cut has its turn.
const apart = (task.entries * 5) / task.flips;
let posts = 0;
let next = 1;

function chosen(): keyof typeof cuts | null {
  posts += 1;
  if (left === 0 || posts < next) return null;
  left -= 1;
  next = posts + 1 + Math.floor(Math.random() * apart);
  const kind = (["before", "during", "after"] as const)[left % 3] ?? "before";
  cuts[kind] += 1;
  return kind;
}

globalThis.fetch = async (path, init) => {
  const isPost = init?.method === "POST";
  const cut = isPost ? chosen() : null;
  if (cut === "before") throw new TypeError("offline");
  const headers = { ...(init?.headers as Record<string, string>), Cookie: task.cookie };
  const stop = new AbortController();
  if (cut === "during") setTimeout(() => stop.abort(), 1 + Math.random() * 25);
  const reply = await real(task.url + String(path), { ...init, headers, signal: stop.signal });
  if (cut !== "after") return reply;
  await reply.arrayBuffer();
  throw new TypeError("the reply is lost");
};

function contentOf(files: FileOf[]): Content {
  const photos = files.filter((file) => file.kind === "photo");
  const things = photos.map((file, at) => ({ id: `t${at}`, k: "photo" as const, a: file.id, x: 500, y: 600, s: 3 as const }));
  const voice = files.filter((file) => file.kind === "voice").map((file) => ({ a: file.id, seconds: 1, said: "" }));
  return {
    v: 2, house: "good", template: "three_houses", name: "", sign: "", words: "Kept.", strokes: [], paper: "", things, voice, files,
    said: "", prompt: "GOOD_1", with: "alone", band: "mid", language: "en", typed_by: "", own_words: true, together: "",
    share: { level: "worker", people: [] }, read_back: true,
  };
}

const store = await Store.open("flips");
const key = await importPublicKey(task.publicKey);
const { owner, keyId } = task;
const names = readdirSync(task.folder).sort();
const made: { id: string; files: FileOf[] }[] = [];
for (let at = 0; at < task.entries; at += 1) {
  const id = uuid7();
  const files: FileOf[] = [];
  for (const name of names.slice(at * 4, at * 4 + 4)) {
    const kind = name.endsWith(".wav") ? "voice" : "photo";
    const blob = new Blob([readFileSync(join(task.folder, name))]);
    const { file, parts } = await sealParts({ owner, keyId, key, entry: id, id: uuid7() }, kind, blob);
    await store.keepParts(parts);
    files.push(file);
  }
  const box = await seal(key, owner, id, 1, contentOf(files));
  const about = { id, rev: 1, owner, kind: "send" as const, set_id: id, key_id: keyId, made_at: new Date().toISOString() };
  await store.keep({ ...about, ...box, saved_offline: true, signed_in: true, uploaded_rev: 0, files: files.map((file) => file.id) });
  made.push({ id, files });
}

const refused: string[] = [];
const ways = {
  store, postPart: api.postPart, postEntry: api.postEntry, lost: () => "lost",
  refused: (id: string, message: string) => void refused.push(`${id} ${message}`),
};
const stopped: string[] = [];
const until = Date.now() + 20 * 60_000;
while ((await store.items()).length > 0 && stopped.length === 0 && Date.now() < until) {
  // Each round is a page that was opened again: nothing but what lies in the store is remembered.
  const queue = new Queue({
    store,
    token: api.fetchToken,
    post: (item, csrf) => postWithParts(ways, item, csrf),
    alone: (work) => work(),
    later: () => () => undefined,
    tell: (change) => void (change.phase === "stopped" && stopped.push(change.message)),
  });
  await queue.wake();
  queue.stop();
}
console.log(JSON.stringify({ made, cuts, stopped, refused, waiting: (await store.items()).length, parts: (await store.attachments()).length }));
process.exit(0);
