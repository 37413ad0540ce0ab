import { type Json, pluginBlock } from "@tweedie/config";
import { fileNameRule, isFileName } from "@tweedie/core";
import { z } from "zod";
import { parameter } from "./parameters/parameter-schema.ts";

const yamlFile = z.string().regex(/\.ya?ml$/, "expected a YAML file");

/** Keys of W&B's sweep files that have no effect here, and why. */
export const ignoredKeys = {
  program: "a sweep runs its experiment",
  command: "a sweep runs its experiment",
  project: "W&B's project is an option of its tracker",
  entity: "W&B's entity is an option of its tracker",
  kind: "there is only one kind of sweep",
  controller: "the agents suggest configurations themselves",
  scheduler: "`engine` selects where trials run",
  job: "`engine` selects where trials run",
  image_uri: "`engine` selects where trials run",
} as const;

const ignored = Object.fromEntries(
  Object.entries(ignoredKeys).map(([key, why]) => [
    key,
    z.unknown().optional().describe(`Key of W&B's sweeps that is ignored: ${why}.`),
  ]),
) as { readonly [K in keyof typeof ignoredKeys]: z.ZodOptional<z.ZodUnknown> };

/** A pruner, or W&B's `type: hyperband`. */
const earlyTerminate = z
  .union([
    z.string(),
    z.looseObject({
      use: z.string().optional().describe("Name of the pruner."),
      type: z.string().optional().describe("Name of the pruner, under W&B's key.").meta({ example: "asha" }),
      resource: z
        .enum(["step", "samples"])
        .default("step")
        .describe("Unit of the pruner's resource: training steps or samples, never calls of a logger."),
    }),
  ])
  .describe("Pruner, which ends unpromising trials early. Default: none.")
  .meta({ example: { use: "asha", min: 1000 } });

/** Schema of a sweep file, except the options of its plugins. */
export const sweepSchema = z.strictObject({
  experiment: yamlFile
    .describe("Path of the experiment, from the folder of the sweep file.")
    .meta({ example: "../mixture/sid.yaml" }),
  name: z
    .string()
    .refine(isFileName, fileNameRule)
    .optional()
    .describe("Name of the sweep and of its folder. Default: the name of the file.")
    .meta({ example: "my-sweep" }),
  description: z
    .string()
    .optional()
    .describe("Text for readers; it has no effect.")
    .meta({ example: "Which lambda is the best?" }),
  method: pluginBlock
    .optional()
    .describe("Sampler: grid, random, sobol, tpe or list. Default: grid, or tpe if a range is continuous.")
    .meta({ example: "tpe" }),
  seed: z.int().min(0).default(0).describe("Seed of the sampler's random numbers; the experiment has its own."),
  metric: z
    .looseObject({
      name: z.string().describe("Name of a value of one of the experiment's metrics.").meta({ example: "sw2" }),
      goal: z
        .enum(["minimize", "maximize"])
        .optional()
        .describe("Direction of improvement. Default: the direction that the metric declares."),
    })
    .optional()
    .describe("Metric to optimise. Default: the first value of the experiment's first metric."),
  parameters: z
    .record(z.string(), parameter)
    .default({})
    .describe("Parameters to vary, by their paths in the experiment.")
    .meta({ example: { "loss.lambda": [0, 0.5, 1] } }),
  repeat: z
    .record(
      z.string(),
      z
        .array(z.json() as z.ZodType<Json>)
        .min(1)
        .describe("Values of one key of the experiment, one per replicate.")
        .meta({ example: [0, 1, 2] }),
    )
    .default({})
    .describe(
      "Replicates: each configuration runs with every combination of these values, and its metric is the mean over them.",
    ),
  run_cap: z
    .int()
    .positive()
    .optional()
    .describe("Maximum number of configurations. Default: all of a grid or a list.")
    .meta({ example: 40 }),
  early_terminate: earlyTerminate.optional(),
  retries: z.int().min(0).max(100).default(0).describe("Number of times that a failed trial is run again."),
  engine: pluginBlock
    .optional()
    .describe("Launcher, which starts the agents that run the trials: local or slurm. Default: local, this machine.")
    .meta({ example: "slurm" }),
  ...ignored,
});

export type SweepSettings = z.output<typeof sweepSchema>;

/** Slots of a sweep and the roles of the plugins that fill them. */
export const sweepSlots = { method: "sampler", early_terminate: "pruner", engine: "launcher" } as const;
