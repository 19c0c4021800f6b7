// Bundles flip_attachments.ts with esbuild (node reads no TypeScript) and runs it; the task comes in HEARD_TASK.
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(HERE, "..", "..", "node_modules", ".flips-"));
process.on("exit", () => rmSync(out, { recursive: true, force: true }));
const outfile = join(out, "flip.mjs");
await build({ entryPoints: [join(HERE, "flip_attachments.ts")], outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning" });
await import(pathToFileURL(outfile).href);
