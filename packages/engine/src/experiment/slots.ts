import { type PluginBlock, pluginBlock } from "@tweedie/config";
import { keysBeside, ownOptions, type Plugin, pluginsInOptions, type Role } from "@tweedie/core";

/** A position in an experiment that takes a plugin. */
export interface Slot {
  /** Dotted path of the block: `loss`, `distill.student.time`, `evaluate.metrics.0`. */
  readonly path: string;
  readonly role: Role;
  /** The plugin's name, `family/name`, and its options as written. */
  readonly block: PluginBlock;
  /** Path of the slot whose plugin has this one among its options. Omitted: the experiment has it. */
  readonly host?: string;
  /** Keys of that plugin in the block. They are no options of this one. */
  readonly beside?: Readonly<Record<string, unknown>>;
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

/** Returns the slots in the options of a plugin: checked options, or a block of a file. */
export const slotsInOptions = (path: string, { options: schema }: Plugin, options: unknown): readonly Slot[] =>
  pluginsInOptions(schema, options).map((inside) => ({
    path: `${path}.${inside.path.join(".")}`,
    role: inside.pluginRole,
    block: { use: inside.block.use, ...ownOptions(inside) },
    host: path,
    beside: keysBeside(inside),
  }));

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
