import { providedModule } from "./provided-modules.ts";

/** Imports a module that the page provides. */
export async function importModule(file: string): Promise<{ readonly default?: unknown }> {
  const module = providedModule(file);
  if (module?.load === undefined)
    throw new Error("it reads files, which a page cannot; run the experiment with the command");
  return module.load();
}

/** Address of a module in the stack of an error. */
export const moduleUrl = (file: string): string => providedModule(file)?.url ?? file;

/** Returns the text: messages in a page have no escape sequences. */
export const withoutEscapes = (text: string): string => text;

/** False: a page has no built-in modules. */
export const isBuiltin = (_name: string): boolean => false;
