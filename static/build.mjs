// Builds static/src into static/dist: hashed css, js, sprites, fonts and icons, assets.json, and .br/.gz beside text files.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const SRC = join(HERE, "src");
const DIST = join(HERE, "dist");
const OFFLINE_PAGES = ["/offline/houses/en", "/offline/houses/ur", "/offline/letterbox/en", "/offline/letterbox/ur", "/offline/weather"];
const TEXT = new Set([".css", ".js", ".svg", ".json"]);
const assets = {};

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

async function put(name, bytes) {
  const ext = extname(name);
  assets[name] = `${basename(name, ext)}.${hashOf(bytes)}${ext}`;
  await writeFile(join(DIST, assets[name]), bytes);
}

// dark.css holds the dark values once; here they are written for the system setting and for the reader's own switch.
const darkTwice = {
  name: "dark-twice",
  setup(b) {
    b.onLoad({ filter: /[\\/]css[\\/]dark\.css$/ }, async ({ path }) => {
      const values = /\[data-theme="dark"\]\s*\{([^}]*)\}/.exec(await readFile(path, "utf8"))[1];
      const system = `@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${values}} }`;
      return { contents: `${system}\n[data-theme="dark"] {${values}}`, loader: "css" };
    });
  },
};

const COMMON = { bundle: true, minify: true, write: false, outdir: DIST, logLevel: "warning", legalComments: "none" };

async function buildCss() {
  for (const entry of ["app", "desk", "cover"]) {
    const { outputFiles } = await build({
      ...COMMON,
      entryPoints: [join(SRC, "css", `${entry}.css`)],
      nodePaths: [join(HERE, "..", "node_modules")],
      loader: { ".woff2": "file" },
      assetNames: "[name].[hash]",
      target: ["chrome90", "safari14.1", "firefox90"],
      plugins: [darkTwice],
    });
    for (const file of outputFiles) {
      if (file.path.endsWith(".css")) await put(`${entry}.css`, file.contents);
      else await putFont(file);
    }
  }
}

async function putFont(file) {
  const built = basename(file.path);
  assets[built.replace(/\.[A-Z0-9]{8}(?=\.woff2$)/, "")] = built;
  await writeFile(file.path, file.contents);
}

async function buildJs(name, source, options) {
  if (!existsSync(join(SRC, "js", source))) return null;
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [join(SRC, "js", source)],
    target: "es2021",
    ...options,
  });
  const code = outputFiles[0].contents;
  if (name !== "sw.js") await put(name, code);
  return code;
}

// One sprite for icons and drawings: one request less on a phone. Two of one name would hide each other.
async function sprite(name, folders) {
  const lists = await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((f) => join(folder, f))));
  const files = lists.flat().filter((f) => f.endsWith(".svg") && basename(f) !== "app-icon.svg").sort();
  const ids = files.map((f) => basename(f, ".svg"));
  if (new Set(ids).size !== ids.length) throw new Error("two drawings have one name");
  const symbols = await Promise.all(files.map((f) => symbolOf(basename(f, ".svg"), f)));
  await put(name, Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`));
}

// Drawings that are stickers too. A sticker's colours never change: what a child made looks the same to everybody.
const PICTURES = "apple ball bear bed bike bird boat cat chair cup dog drum fish fox frog heart key kite leaf moon owl rabbit snail star sun tree umbrella";

async function stickers() {
  const folder = join(SRC, "art", "stickers");
  const own = (await readdir(folder)).map((f) => [basename(f, ".svg"), join(folder, f)]);
  const files = [...own, ...PICTURES.split(" ").map((name) => [name, join(SRC, "art", `pic-${name}.svg`)])].sort();
  const symbols = await Promise.all(files.map(([name, path]) => symbolOf(name, path)));
  const fixed = symbols.join("").replace(/var\(--a-[\w-]+,\s*(#\w+)\)/g, "$1");
  await put("stickers.svg", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${fixed}</svg>`));
}

async function symbolOf(id, path) {
  const [, viewBox, body] = /<svg[^>]*viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/.exec(await readFile(path, "utf8"));
  return `<symbol id="${id}" viewBox="${viewBox}">${body.trim().replace(/\n\s*/g, "")}</symbol>`;
}

async function copyIcons() {
  const art = join(SRC, "art");
  for (const file of (await readdir(art)).filter((f) => f.endsWith(".png"))) await put(file, await readFile(join(art, file)));
  const icon = (await readFile(join(art, "app-icon.svg"), "utf8")).replace(/var\(--[\w-]+,\s*(#\w+)\)/g, "$1");
  await put("icon.svg", Buffer.from(icon));
}

// The worker's own name never changes, so its version and the list of files it keeps come from what was just built.
async function buildWorker() {
  const kept = Object.values(assets).filter((file) => !/latin-ext|^desk\./.test(file)).map((file) => `/static/${file}`);
  const shell = [...kept.sort(), ...OFFLINE_PAGES];
  const code = await buildJs("sw.js", "sw.ts", {
    format: "iife",
    define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(hashOf(JSON.stringify(shell))) },
  });
  if (code) await writeFile(join(DIST, "sw.js"), code);
}

async function compress() {
  for (const file of await readdir(DIST)) {
    if (!TEXT.has(extname(file))) continue;
    const bytes = await readFile(join(DIST, file));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(join(DIST, `${file}.br`), brotliCompressSync(bytes, { params }));
    await writeFile(join(DIST, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

async function report() {
  for (const name of ["app.css", "desk.css", "cover.css", "app.js", "houses.js", "letterbox.js", "sprite.svg", "stickers.svg"]) {
    if (!assets[name]) continue;
    const { length } = await readFile(join(DIST, `${assets[name]}.gz`));
    console.log(`${name.padEnd(10)} ${(length / 1024).toFixed(1)} KB gz`);
  }
}

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
await buildCss();
await sprite("sprite.svg", [join(SRC, "art", "icons"), join(SRC, "art")]);
await stickers();
await copyIcons();
await buildJs("app.js", "app.ts", { format: "iife" });
await buildJs("houses.js", "houses/index.ts", { format: "esm" });
await buildJs("voice.js", "houses/voice.ts", { format: "esm" });
await buildJs("photo.js", "houses/photo.ts", { format: "esm" });
await buildJs("letterbox.js", "letterbox/index.ts", { format: "esm" });
await buildWorker();
await writeFile(join(DIST, "assets.json"), `${JSON.stringify(assets, Object.keys(assets).sort(), 1)}\n`);
await compress();
await report();
