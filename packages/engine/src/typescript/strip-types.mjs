// Loader hook that strips the types of TypeScript modules and caches the result, for Node before 22.18, which has this built in.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = cacheFolder(process.env);
const cache = folder && join(folder, "stripped");

/** The rule of `cache-folder.ts`, which cannot be imported before types are stripped. */
function cacheFolder({ TWEEDIE_CACHE, XDG_CACHE_HOME = "" }) {
  if (TWEEDIE_CACHE) return TWEEDIE_CACHE;
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, "tweedie");
  try {
    return isAbsolute(homedir()) ? join(homedir(), ".cache", "tweedie") : undefined;
  } catch {
    return undefined; // a user without a home folder
  }
}

/** The `load` hook of Node's module loader. */
export async function load(url, context, next) {
  if (!url.startsWith("file:") || !/\.m?ts$/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  const text = readFileSync(file, "utf8");
  // A changed file overwrites its cache entry, so the cache does not grow with every edit.
  const cached = cache && join(cache, `${hashOf(url)}.mjs`);
  // An entry is run, so its last line has a checksum of its code, in addition to the one of the source.
  const signatureOf = (code) => `\n// without the types of ${hashOf(text)}, checksum ${hashOf(code)}`;
  let source = cached && readIfExists(cached);
  if (source === undefined || !isSigned(source, signatureOf)) {
    const code = await strip(text, file);
    source = code + signatureOf(code);
    if (cached) writeCache(cached, source);
  }
  return { format: "module", source, shortCircuit: true };
}

const hashOf = (text) => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** True if an entry ends with the signature of its code. A damaged or outdated entry does not, and is written again. */
function isSigned(source, signatureOf) {
  const code = source.slice(0, source.lastIndexOf("\n"));
  return source === code + signatureOf(code);
}

function readIfExists(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Replaces types by spaces, so that lines and columns of errors are those of the source. */
async function strip(text, file) {
  const { transformSync } = await import("@swc/wasm-typescript");
  try {
    return transformSync(text, { mode: "strip-only", module: true }).code;
  } catch ({ message, startLine, startColumn }) {
    throw new SyntaxError(`${file}:${startLine}:${startColumn + 1}: ${message}`);
  }
}

/** Writes a cache entry atomically, as other processes may read it. Without write permission nothing is cached. */
function writeCache(path, source) {
  const temporary = `${path}.${process.pid}`;
  try {
    createFolder(cache);
    writeFileSync(temporary, source);
    renameSync(temporary, path);
  } catch {
    return;
  }
}

/** Creates a folder and its parents. Node's recursive `mkdir` never returns below a folder that can hold none, such as `/proc`. */
function createFolder(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code === "EEXIST") return;
    if (error.code !== "ENOENT" || dirname(path) === path) throw error;
    createFolder(dirname(path));
    mkdirSync(path);
  }
}
