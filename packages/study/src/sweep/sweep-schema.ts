import { type Json, pluginBlock } from "@tweedie/config";
import { z } from "zod";
import { parameter } from "./parameter-schema.ts";

const yamlFile = z.string().regex(/\.ya?ml$/, "expected a YAML file");

/** What W&B's sweep files say besides, which means nothing here. */
export const foreignKeys = {
  program: "the experiment is what runs",
  command: "the experiment is what runs",
  project: "W&B's project is an option of its tracker",
  entity: "W&B's entity is an option of its tracker",
  kind: "there is one kind of sweep",
  controller: "the journal decides",
  scheduler: "`engine` says what runs the trials",
  job: "`engine` says what runs the trials",
  image_uri: "`engine` says what runs the trials",
} as const;

const foreign = Object.fromEntries(
  Object.entries(foreignKeys).map(([key, why]) => [
    key,
    z.unknown().optional().describe(`Of W&B's sweeps, passed over: ${why}.`),
  ]),
) as { readonly [K in keyof typeof foreignKeys]: z.ZodOptional<z.ZodUnknown> };

/** What ends trials early: a plugin, or W&B's `type: hyperband`. */
const earlyTerminate = z
  .union([
    z.string(),
    z.looseObject({
      use: z.string().optional().describe("the pruner's name"),
      type: z.string().optional().describe("The pruner's name, as W&B's sweeps have it."),
      resource: z.enum(["step", "samples"]).default("step").describe("What the pruner counts, never calls of a log."),
    }),
  ])
  .describe("A pruner, which ends trials that promise little.");

/** What a sweep file may say, but for the options of its plugins. */
export const sweepSchema = z.strictObject({
  experiment: yamlFile.describe("The experiment that is varied, from this file's folder."),
  name: z
    .string()
    .regex(/^[\w-][\w.-]{0,79}$/, "a name has letters, digits, dots, dashes and underscores, 80 at most")
    .optional()
    .describe("Of the sweep and its folder. Default: that of the file."),
  description: z.string().optional().describe("For people."),
  method: pluginBlock
    .optional()
    .describe(
      "What chooses the configurations: grid, random, sobol, tpe or list. Default: grid, or tpe where a range is continuous.",
    ),
  seed: z.int().min(0).default(0).describe("Of the sampler's draws; the experiments have their own."),
  metric: z
    .looseObject({
      name: z.string().describe("A metric of the experiment."),
      goal: z.enum(["minimize", "maximize"]).optional(),
    })
    .optional()
    .describe("What is judged by. Default: the experiment's first metric."),
  parameters: z.record(z.string(), parameter).default({}).describe("What is swept, by paths of the experiment."),
  repeat: z
    .record(z.string(), z.array(z.json() as z.ZodType<Json>).min(1))
    .default({})
    .describe("Replicates: each configuration is tried with all of these, and judged by the mean."),
  run_cap: z.int().positive().optional().describe("Most configurations that are tried."),
  early_terminate: earlyTerminate.optional(),
  retries: z.int().min(0).max(100).default(0).describe("How often a trial that failed is tried again."),
  engine: pluginBlock.optional().describe("What starts the agents that run the trials. Default: this machine."),
  ...foreign,
});

export type SweepSettings = z.output<typeof sweepSchema>;

/** The places of a sweep that plugins fill. */
export const sweepPlaces = { method: "sampler", early_terminate: "pruner", engine: "launcher" } as const;
