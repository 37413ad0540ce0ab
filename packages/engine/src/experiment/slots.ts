import { type PluginBlock, pluginBlock } from "@tweedie/config";
import type { Role } from "@tweedie/core";

/** A position in an experiment that takes a plugin. */
export interface Slot {
  /** Dotted path of the block: `loss`, `distill.student.time`, `evaluate.metrics.0`. */
  readonly path: string;
  readonly role: Role;
  /** The plugin's name, `family/name`, and its options as written. */
  readonly block: PluginBlock;
}

/** Roles of all slots of an experiment by their paths. `*` stands for each item of a list. */
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

/** Returns the slots of a tree: of checked settings, or of the plain values of a file with errors elsewhere. */
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

/** Returns the values of a tree at the paths that match a pattern. */
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
