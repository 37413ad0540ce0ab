import type { Json } from "@tweedie/config";
import { describeOptions } from "../plugin-options.ts";
import { installedPlugins } from "./installed-plugins.ts";

/** An experiment, and what is laid over it already: another plugin brings its own options. */
interface Base {
  readonly file: string;
  readonly overrides: readonly string[];
}

/** How `key=value` goes on: a key part by part, then a value where it is one of several. */
export async function assignments(current: string, { file, overrides }: Base): Promise<readonly string[]> {
  const { readExperiment } = await import("@tweedie/engine");
  const { formatPath, leavesOf } = await import("@tweedie/config");
  const { resolved, slots } = await readExperiment({ file, overrides });
  const blocks = slots.map(({ path, role, plugin }) => ({ block: formatPath(path.split(".")), role, plugin }));
  if (!current.includes("=")) {
    const leaves = [...leavesOf(resolved as Json).keys()];
    return nextParts(current, [
      ...leaves.filter((path) => !path.endsWith(".use")),
      ...blocks.map(({ block }) => block),
    ]);
  }
  const [key] = current.split("=", 1) as [string];
  const values = async (): Promise<readonly string[]> => {
    const chosen = blocks.find(({ block }) => key === block || key === `${block}.use`);
    if (!chosen) {
      const options = blocks.flatMap(({ block, plugin }) =>
        describeOptions(plugin.options).map(({ name, choices }) => ({ path: `${block}.${name}`, choices })),
      );
      return options.find(({ path }) => path === key)?.choices ?? [];
    }
    return (await installedPlugins()).filter(({ plugin }) => plugin.role === chosen.role).map(({ use }) => use);
  };
  return (await values()).map((value) => `${key}=${value}`);
}

/** Keys as far as their next part: `dis` goes on with `distill.`, and `distill.st` with `distill.steps=` and `distill.student.`. */
function nextParts(begun: string, keys: readonly string[]): readonly string[] {
  const parts = keys
    .filter((key) => key.startsWith(begun))
    .map((key) => {
      const end = key.indexOf(".", begun.length);
      return end < 0 ? `${key}=` : key.slice(0, end + 1);
    });
  return [...new Set(parts)].sort();
}
