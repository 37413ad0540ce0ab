import { hashOf } from "@tweedie/config";
import type { Experiment } from "../experiment/experiment.ts";
import { defaultStudentWeighting } from "../experiment/settings.ts";

/** A key whose default has changed: its present value and the former one, with all options. */
interface FormerDefault {
  readonly path: string;
  /** Undefined for an optional key without a value. */
  readonly present: unknown;
  readonly former: unknown;
  /** The former value as an argument of the command line. */
  readonly argument: string;
}

/** The defaults that have changed since version 0.1.0. */
const changes: readonly FormerDefault[] = [
  {
    path: "distill.student.weighting",
    present: { use: defaultStudentWeighting, scale: 1 },
    former: { use: "weightings/sid", scale: 1 },
    argument: "weightings/sid",
  },
  {
    path: "evaluate.teacherCurve.evaluations",
    present: [1, 2, 4, 8, 16, 32],
    former: [1, 2, 4, 8, 16, 32, 64],
    argument: "[1,2,4,8,16,32,64]",
  },
  {
    path: "evaluate.teacherCurve.samplers",
    present: ["euler", "heun-euler", "dpmpp-2m"],
    former: ["euler", "heun"],
    argument: "[euler,heun]",
  },
  { path: "evaluate.teacherCurve.samples", present: undefined, former: 1_024, argument: "1024" },
];

/** An experiment as version 0.1.0 read the same file. */
export interface FormerExperiment {
  readonly hash: string;
  /** The defaults that have changed, in words. */
  readonly change: string;
  /** The arguments that restore them. */
  readonly overrides: readonly string[];
}

/** Returns the experiment with former defaults in place of the present ones; undefined if it has other values there. */
export function formerExperiment({ resolved }: Pick<Experiment, "resolved">): FormerExperiment | undefined {
  const { name: _name, track: _track, ...rest } = resolved;
  const changed = changes.filter(({ path, present }) => hasValue(rest, path.split("."), present));
  if (changed.length === 0) return undefined;
  const former = changed.reduce<unknown>((tree, { path, former }) => withValue(tree, path.split("."), former), rest);
  const named = changed.map(({ path, argument }) => `\`${path}\`, ${argument}`);
  return {
    hash: hashOf(former),
    change: `${changed.length === 1 ? "the former default" : "the former defaults"} of ${named.join("; ")}`,
    overrides: changed.map(({ path, argument }) => `${path}=${argument}`),
  };
}

/** True if a tree has a value at a path, or, for undefined, could have one there and does not. */
function hasValue(tree: unknown, keys: readonly string[], value: unknown): boolean {
  if (value !== undefined) return hashOf(valueAt(tree, keys) ?? null) === hashOf(value);
  return Boolean(valueAt(tree, keys.slice(0, -1))) && valueAt(tree, keys) === undefined;
}

const valueAt = (tree: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((node, key) => (node as Readonly<Record<string, unknown>> | undefined)?.[key], tree);

/** Returns a copy of a tree with another value at a path. */
function withValue(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const node = tree as Readonly<Record<string, unknown>>;
  return { ...node, [key]: withValue(node[key], rest, value) };
}
