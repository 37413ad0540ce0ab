import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** A module of a plugin family. */
interface FamilyModule {
  /** Path that stands for it in a page: `/families/sid/l2`. */
  readonly path: string;
  readonly file: string;
  /** True if it, or a module that it imports, needs Node. */
  readonly needsNode: boolean;
}

/** Imports with values. Those of types alone are erased. */
const imports = /^(?:import|export)\s+(?!type\b)[^;"']*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"/gm;

/** Modules that only Node has, or that read files. `node:path` computes with texts. */
const isOfNode = (id: string): boolean =>
  (id.startsWith("node:") && id !== "node:path") || id === "@tweedie/core/files" || id.startsWith("@tweedie/formats");

/** Families of sweeps and of whole machines, which no experiment names. */
const others = new Set(["launchers", "pruners", "samplers", "trackers"]);

/** Lists the modules of the plugin families that an experiment can name. */
function familyModules(repository: string): readonly FamilyModule[] {
  const plugins = join(repository, "plugins");
  return readdirSync(plugins)
    .filter((family) => !others.has(family))
    .flatMap((family) => {
      const folder = join(plugins, family, "src");
      const files = readdirSync(folder).filter((name) => /^[a-z0-9-]+\.ts$/.test(name));
      return files.map((name) => {
        const file = join(folder, name);
        return { path: `/families/${family}/${name.slice(0, -3)}`, file, needsNode: reachesNode(file, new Set()) };
      });
    });
}

/** True if a module or one that it imports by a relative path imports a module of Node. */
function reachesNode(file: string, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const ids = [...readFileSync(file, "utf8").matchAll(imports)].map(([, from, bare]) => (from ?? bare)!);
  return ids.some((id) => isOfNode(id) || (id.startsWith(".") && reachesNode(resolve(dirname(file), id), seen)));
}

const virtual = "virtual:tweedie-families";

/** Vite's plugin for the module `virtual:tweedie-families`, whose default export has all modules of the families by their paths. */
export const families = (repository: string) => ({
  name: "tweedie-families",
  resolveId: (id: string) => (id === virtual ? `\0${virtual}` : undefined),
  load: (id: string) => (id === `\0${virtual}` ? moduleText(familyModules(repository)) : undefined),
});

function moduleText(modules: readonly FamilyModule[]): string {
  const entries = modules.map(({ path, file, needsNode }) =>
    needsNode
      ? `  ${JSON.stringify(path)}: {},`
      : `  ${JSON.stringify(path)}: { load: () => import(${JSON.stringify(file)}) },`,
  );
  return `export default {\n${entries.join("\n")}\n};\n`;
}
