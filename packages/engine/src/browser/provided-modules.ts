/** A module that a page provides in place of a file. */
export interface ProvidedModule {
  /** Left out for a module that needs Node. */
  readonly load?: (() => Promise<{ readonly default?: unknown }>) | undefined;
  /** Address in the stack of an error, if the module has one of its own. */
  readonly url?: string | undefined;
  /** Text of a module that the user wrote. */
  readonly text?: string | undefined;
}

/** Folder of the modules of Tweedie's families in a page: `/families/sid/l2`. */
export const familyFolder = "/families";

const modules = new Map<string, ProvidedModule>();

/** Adds modules by the paths that stand for their files, or replaces them. */
export function provideModules(provided: Readonly<Record<string, ProvidedModule>>): void {
  for (const [file, module] of Object.entries(provided)) modules.set(file, module);
}

export const providedModule = (file: string): ProvidedModule | undefined => modules.get(file);

/** Paths of the modules in a folder, at any depth. */
export const providedFiles = (folder: string): readonly string[] =>
  [...modules.keys()].filter((file) => file.startsWith(`${folder}/`)).sort();
