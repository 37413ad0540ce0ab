import type { Json } from "@tweedie/config";
import { z } from "zod";

const json = z.json() as z.ZodType<Json>;

/** Numeric distributions, each with its keys and their defaults; undefined: required. */
export const distributionKeys = {
  int_uniform: { min: undefined, max: undefined },
  uniform: { min: undefined, max: undefined },
  q_uniform: { min: undefined, max: undefined, q: 1 },
  log_uniform: { min: undefined, max: undefined },
  q_log_uniform: { min: undefined, max: undefined, q: 1 },
  log_uniform_values: { min: undefined, max: undefined },
  q_log_uniform_values: { min: undefined, max: undefined, q: 1 },
  inv_log_uniform: { min: undefined, max: undefined },
  inv_log_uniform_values: { min: undefined, max: undefined },
  normal: { mu: 0, sigma: 1 },
  q_normal: { mu: 0, sigma: 1, q: 1 },
  log_normal: { mu: 0, sigma: 1 },
  q_log_normal: { mu: 0, sigma: 1, q: 1 },
  beta: { a: 5, b: 5 },
  q_beta: { a: 5, b: 5, q: 1 },
} as const;

/** W&B's names of single values and lists. */
const listNames = ["constant", "categorical", "categorical_w_probabilities"] as const;
const distributionNames = [...(Object.keys(distributionKeys) as (keyof typeof distributionKeys)[]), ...listNames];

/** A parameter as a map: a list of values, a single value, a range, or nested parameters. */
const parameterMap = z.strictObject({
  values: z
    .array(json)
    .min(1)
    .optional()
    .describe("Values to try: numbers, texts or whole blocks.")
    .meta({ example: [0.5, 1, 2] }),
  value: json.optional().describe("Single value, the same in every trial.").meta({ example: 1 }),
  probabilities: z
    .array(z.number().positive())
    .optional()
    .describe("Relative probabilities of `values`. Default: equal.")
    .meta({ example: [0.5, 0.25, 0.25] }),
  distribution: z
    .enum(distributionNames)
    .optional()
    .describe("Distribution of a range. Default: int_uniform if both ends are integers, else uniform."),
  min: z
    .number()
    .optional()
    .describe("Least value; its logarithm for log_uniform and similar distributions.")
    .meta({ example: 0 }),
  max: z
    .number()
    .optional()
    .describe("Greatest value; its logarithm for log_uniform and similar distributions.")
    .meta({ example: 1 }),
  mu: z.number().optional().describe("Mean of a normal distribution; default 0.").meta({ example: 0 }),
  sigma: z
    .number()
    .positive()
    .optional()
    .describe("Standard deviation of a normal distribution; default 1.")
    .meta({ example: 1 }),
  a: z
    .number()
    .positive()
    .optional()
    .describe("First shape parameter of a beta distribution; default 5.")
    .meta({ example: 5 }),
  b: z
    .number()
    .positive()
    .optional()
    .describe("Second shape parameter of a beta distribution; default 5.")
    .meta({ example: 5 }),
  q: z
    .number()
    .positive()
    .optional()
    .describe("Step of a distribution with the prefix `q_`: values are multiples of `q`; default 1.")
    .meta({ example: 1 }),
  get parameters() {
    return z
      .record(z.string(), parameter)
      .optional()
      .describe("Parameters below this path, by the rest of their paths.")
      .meta({ example: { width: [64, 128] } });
  },
});

/** A parameter of a sweep file: a list is short for `values`, a single value for `value`. */
export const parameter: z.ZodType<ParameterSpec | readonly Json[] | string | number | boolean | null> = z
  .union([parameterMap, z.array(json).min(1), z.string(), z.number(), z.boolean(), z.null()])
  .describe(
    "Values of one key of the experiment: a list, or a map with `values`, with `min` and `max`, or with a `distribution`.",
  )
  .meta({ example: [0.5, 1, 2] });

/** The map of a parameter after validation of its keys. */
export interface ParameterSpec {
  readonly values?: readonly Json[] | undefined;
  readonly value?: Json | undefined;
  readonly probabilities?: readonly number[] | undefined;
  readonly distribution?: (typeof distributionNames)[number] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly mu?: number | undefined;
  readonly sigma?: number | undefined;
  readonly a?: number | undefined;
  readonly b?: number | undefined;
  readonly q?: number | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}
