// What Node has built in from 22.18 on, for the Nodes before it: TypeScript runs with its types stripped. What was stripped is kept.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const { TWEEDIE_CACHE, XDG_CACHE_HOME } = process.env;
const cache = join(TWEEDIE_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "tweedie"), "stripped");

/** A loader hook of Node's. */
export async function load(url, context, next) {
  if (!url.startsWith("file:") || !/\.m?ts$/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const text = readFileSync(file, "utf8");
  // A file has one place, which it overwrites when it changes: the cache does not grow with every edit.
  const kept = join(cache, `${hashOf(url)}.mjs`);
  const mark = `\n// without the types of ${hashOf(text)}`;
  let source = readKept(kept);
  if (!source?.endsWith(mark)) {
    source = (await strip(text, file)) + mark;
    keep(kept, source);
  }
  return { format: "module", source, shortCircuit: true };
}

const hashOf = (text) => createHash("sha256").update(text).digest("hex").slice(0, 32);

function readKept(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Spaces take the place of types, so that lines and columns of errors are those of the source. */
async function strip(text, file) {
  const { transformSync } = await import("@swc/wasm-typescript");
  try {
    return transformSync(text, { mode: "strip-only", module: true }).code;
  } catch ({ message, startLine, startColumn }) {
    throw new SyntaxError(`${file}:${startLine}:${startColumn + 1}: ${message}`);
  }
}

/** Appears at once, for others may be reading. Where nothing can be written, nothing is kept. */
function keep(path, source) {
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(temporary, source);
    renameSync(temporary, path);
  } catch {
    return;
  }
}
