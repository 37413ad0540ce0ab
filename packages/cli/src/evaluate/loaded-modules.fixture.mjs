// Loader hook that appends the URL of each module that is imported to a file. It is imported by `node --import`.
import { appendFileSync } from "node:fs";
import module from "node:module";

const { LOADED_MODULES: file } = process.env;

/** The `resolve` hook of Node's module loader. Its `load` hook is not called where another one has loaded the module. */
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(file, `${resolved.url}\n`);
  return resolved;
}

// The thread of the hooks imports this file too.
if (!new URL(import.meta.url).searchParams.has("hooks")) module.register(`${import.meta.url}?hooks`);
