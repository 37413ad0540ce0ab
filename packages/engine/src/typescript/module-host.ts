import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { allowTypeScript } from "./allow-typescript.ts";

export { isBuiltin } from "node:module";

/** Imports a module. In a browser, `browser/module-host.ts` takes this file's place. */
export async function importModule(file: string): Promise<{ readonly default?: unknown }> {
  await allowTypeScript(file);
  return import(pathToFileURL(file).href) as Promise<{ readonly default?: unknown }>;
}

/** Address of a module in the stack of an error. */
export const moduleUrl = (file: string): string => pathToFileURL(file).href;

/** Removes the escape sequences of terminals. */
export const withoutEscapes = stripVTControlCharacters;
