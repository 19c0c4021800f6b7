/**
 * The service worker keeps the app's shell and nothing of a person: no page but the few fixed ones,
 * no answer of the server (safety §4.2). It never reloads a page and never replaces the worker of one that is open (R25).
 */
export type {};

// TypeScript's worker types cannot live beside those of a page, so the few that are used stand here.
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(reply: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", heard: (event: Waiting) => void): void;
  addEventListener(type: "message", heard: (event: Waiting & MessageEvent<unknown>) => void): void;
  addEventListener(type: "fetch", heard: (event: Fetching) => void): void;
}
declare const self: Worker;
declare const __SHELL__: string[];
declare const __VERSION__: string;

const CACHE = `shell-${__VERSION__}`;
const LANGUAGE = "/language-last-seen";
const LANGUAGES = ["en", "ur"];
const COVER = "/offline/weather";
const STATIC = "/static/";

/** The cache's own note of the last language; it is a word like "ur", nothing else. */
async function rememberLanguage(lang: string): Promise<void> {
  if (!LANGUAGES.includes(lang)) return;
  await (await caches.open(CACHE)).put(LANGUAGE, new Response(lang));
}

async function lastLanguage(): Promise<string> {
  const kept = await caches.match(LANGUAGE);
  const lang = kept === undefined ? "" : await kept.text();
  return LANGUAGES.includes(lang) ? lang : "en";
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(__SHELL__.map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
  const lang = await lastLanguage();
  await cache.put(LANGUAGE, new Response(lang));
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function offlinePage(path: string): Promise<string> {
  if (path === "/bye") return COVER;
  return `/offline/${path === "/letterbox" ? "letterbox" : "houses"}/${await lastLanguage()}`;
}

/** Network first. Without one: the neutral page after Leave, the letterbox, else the empty houses in the last language. */
async function page(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  try {
    const reply = await fetch(request);
    if (path === "/bye" && reply.status >= 500) return (await caches.match(COVER)) ?? reply;
    await rememberLanguage(reply.headers.get("Content-Language") ?? "");
    return reply;
  } catch {
    return (await caches.match(await offlinePage(path))) ?? Response.error();
  }
}

async function shellFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const { lang } = (event.data ?? {}) as { lang?: unknown };
  if (typeof lang === "string") event.waitUntil(rememberLanguage(lang));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "GET" && url.pathname.startsWith(STATIC)) event.respondWith(shellFile(request));
});
