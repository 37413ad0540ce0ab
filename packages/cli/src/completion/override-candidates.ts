import type { Json } from "@tweedie/config";
import { localPlugins } from "../plugin-pages/local-plugins.ts";
import { describeOptions } from "../plugin-pages/plugin-options.ts";

interface Experiment {
  readonly file: string;
  /** Overrides earlier on the line. They can select other plugins, which have other options. */
  readonly overrides: readonly string[];
}

/** Completions of `key=value`: of the key one path segment at a time, of the value if it is one of a few. */
export async function overrideCandidates(current: string, { file, overrides }: Experiment): Promise<readonly string[]> {
  const { readExperiment } = await import("@tweedie/engine");
  const { formatPath, leavesOf } = await import("@tweedie/config");
  const { resolved, slots } = await readExperiment({ file, overrides });
  const blocks = slots.map(({ path, role, plugin }) => ({ block: formatPath(path.split(".")), role, plugin }));
  if (!current.includes("=")) {
    const leaves = [...leavesOf(resolved as Json).keys()];
    return nextSegments(current, [
      ...leaves.filter((path) => !path.endsWith(".use")),
      ...blocks.map(({ block }) => block),
    ]);
  }
  const [key] = current.split("=", 1) as [string];
  const values = async (): Promise<readonly string[]> => {
    const slot = blocks.find(({ block }) => key === block || key === `${block}.use`);
    if (!slot) {
      const options = blocks.flatMap(({ block, plugin }) =>
        describeOptions(plugin.options).map(({ name, choices }) => ({ path: `${block}.${name}`, choices })),
      );
      return options.find(({ path }) => path === key)?.choices ?? [];
    }
    const { plugins } = await localPlugins();
    return plugins.filter(({ plugin }) => plugin.role === slot.role).map(({ use }) => use);
  };
  return (await values()).map((value) => `${key}=${value}`);
}

/** Keys up to their next segment: `dis` yields `distill.`, and `distill.st` yields `distill.steps=` and `distill.student.`. */
function nextSegments(prefix: string, keys: readonly string[]): readonly string[] {
  const segments = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = key.indexOf(".", prefix.length);
      return end < 0 ? `${key}=` : key.slice(0, end + 1);
    });
  return [...new Set(segments)].sort();
}
