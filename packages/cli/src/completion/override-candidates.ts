import type { Json } from "@tweedie/config";
import { packagedPlugins, withoutFiles } from "../plugin-pages/local-plugins.ts";

interface Experiment {
  readonly file: string;
  /** Overrides earlier on the line. They can select other plugins, which have other options. */
  readonly overrides: readonly string[];
}

/** Completions of `key=value`: of the key one path segment at a time, of the value if it is one of a few. */
export async function overrideCandidates(current: string, { file, overrides }: Experiment): Promise<readonly string[]> {
  const { keysOf, readExperimentPart } = await import("@tweedie/engine");
  const { formatPath, leavesOf } = await import("@tweedie/config");
  const { resolved, slots } = await readExperimentPart({ file, overrides }, (await withoutFiles()).trust);
  const blocks = slots.map(({ path, role, plugin }) => ({ block: formatPath(path.split(".")), role, plugin }));
  if (!current.includes("=")) {
    const leaves = [...leavesOf(resolved as Json).keys()];
    const keys = [...leaves.filter((path) => !path.endsWith(".use")), ...blocks.map(({ block }) => block)];
    return nextSegments(current, keys, "=");
  }
  const [key] = current.split("=", 1) as [string];
  const values = async (): Promise<readonly string[]> => {
    const slot = blocks.find(({ block }) => key === block || key === `${block}.use`);
    if (!slot) {
      const options = blocks.flatMap(({ block, plugin }) =>
        keysOf(plugin.options).map(({ path, choices }) => ({ path: `${block}.${path}`, choices })),
      );
      return options.find(({ path }) => path === key)?.choices ?? [];
    }
    const { plugins } = await packagedPlugins();
    return plugins.filter(({ plugin }) => plugin.role === slot.role).map(({ use }) => use);
  };
  return (await values()).map((value) => `${key}=${value}`);
}

/** Keys up to their next segment: `dis` yields `distill.`, and `distill.st` yields `distill.steps` and `distill.student.`. `end` follows a whole key. */
export function nextSegments(prefix: string, keys: readonly string[], end = ""): readonly string[] {
  const segments = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const dot = key.indexOf(".", prefix.length);
      return dot < 0 ? key + end : key.slice(0, dot + 1);
    });
  return [...new Set(segments)].sort();
}
