import type { Role } from "@tweedie/core";
import { type PluginBlock, pluginBlock } from "@tweedie/config";

/** A place of the experiment that a plugin fills. */
export interface Slot {
  /** Dotted path of the block: `loss`, `distill.student.time`, `evaluate.metrics.0`. */
  readonly path: string;
  readonly role: Role;
  /** The plugin's name, `family/name`, and its options as written. */
  readonly block: PluginBlock;
}

/** Every place of an experiment that a plugin fills. `*` stands for each item of a list. */
export const slotRoles: Readonly<Record<string, Role>> = {
  data: "data",
  schedule: "schedule",
  network: "network",
  teacher: "teacher",
  student: "student",
  fakeScore: "fakeScore",
  loss: "loss",
  "pretrain.time": "timeLaw",
  "pretrain.weighting": "weighting",
  "distill.student.time": "timeLaw",
  "distill.student.weighting": "weighting",
  "distill.fakeScore.time": "timeLaw",
  "distill.fakeScore.weighting": "weighting",
  "evaluate.extractor": "extractor",
  "evaluate.metrics.*": "metric",
  "track.*": "tracker",
};

/** The plugin blocks in a tree, be it checked settings or the bare text of a file that has mistakes elsewhere. */
export const slotsIn = (tree: unknown): readonly Slot[] =>
  Object.entries(slotRoles).flatMap(([pattern, role]) =>
    match(tree, pattern.split(".")).flatMap(({ path, value }) => {
      const block = pluginBlock.safeParse(value);
      return block.success ? [{ path, role, block: block.data }] : [];
    }),
  );

interface Match {
  readonly path: string;
  readonly value: unknown;
}

/** What stands in a tree at the places that a pattern names. */
function match(tree: unknown, [part, ...rest]: readonly string[]): readonly Match[] {
  if (part === undefined) return [{ path: "", value: tree }];
  if (typeof tree !== "object" || tree === null) return [];
  const keys = part === "*" ? Object.keys(tree) : Object.hasOwn(tree, part) ? [part] : [];
  return keys.flatMap((key) =>
    match((tree as Readonly<Record<string, unknown>>)[key], rest).map(({ path, value }) => ({
      path: path === "" ? key : `${key}.${path}`,
      value,
    })),
  );
}
