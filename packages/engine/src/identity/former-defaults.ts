import { hashOf } from "@tweedie/config";
import type { Experiment } from "../experiment/experiment.ts";
import { defaultStudentWeighting } from "../experiment/settings.ts";

/** A key whose default has changed: its present value and the former one, with all options. */
interface FormerDefault {
  readonly path: string;
  readonly present: unknown;
  readonly former: { readonly use: string; readonly [option: string]: unknown };
}

const changed: FormerDefault = {
  path: "distill.student.weighting",
  present: { use: defaultStudentWeighting, scale: 1 },
  former: { use: "weightings/sid", scale: 1 },
};

/** An experiment as version 0.1.0 read the same file. */
export interface FormerExperiment {
  readonly hash: string;
  /** The default that has changed, in words. */
  readonly change: string;
  /** The argument that restores it. */
  readonly override: string;
}

/** Returns the experiment with the former default in place of the present one; undefined if it has another value there. */
export function formerExperiment({ resolved }: Pick<Experiment, "resolved">): FormerExperiment | undefined {
  const { path, present, former } = changed;
  const keys = path.split(".");
  const { name: _name, track: _track, ...rest } = resolved;
  if (hashOf(valueAt(rest, keys)) !== hashOf(present)) return undefined;
  return {
    hash: hashOf(withValue(rest, keys, former)),
    change: `the former default of \`${path}\`, ${former.use}`,
    override: `${path}=${former.use}`,
  };
}

const valueAt = (tree: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key], tree);

/** Returns a copy of a tree with another value at a path. */
function withValue(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const node = tree as Readonly<Record<string, unknown>>;
  return { ...node, [key]: withValue(node[key], rest, value) };
}
