import type { CodeSplittingGroup } from "rolldown";

/**
 * Puts all modules that a main module imports statically, and those that these import, into one file. Without this, each set of modules
 * that another entry imports too would be a file of its own.
 */
export function mainChunk(main: string): CodeSplittingGroup {
  const known = new Map<string, boolean>([[main, true]]);
  return {
    debugName: "main",
    name: (module, context) => {
      const isPart = (id: string): boolean => {
        if (!known.has(id)) {
          known.set(id, false); // no cycle makes a module a part
          known.set(id, context.getModuleInfo(id)?.importers.some(isPart) ?? false);
        }
        return known.get(id)!;
      };
      return isPart(module) ? "main" : null;
    },
  };
}
