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
  values: z.array(json).min(1).optional().describe("The values to try: numbers, texts or whole blocks."),
  value: json.optional().describe("A value that is the same in every trial."),
  probabilities: z.array(z.number().positive()).optional().describe("Relative probabilities of `values`."),
  distribution: z
    .enum(distributionNames)
    .optional()
    .describe("Distribution of a range. Default: int_uniform if both ends are integers, else uniform."),
  min: z.number().optional().describe("Least value; its logarithm for log_uniform and similar distributions."),
  max: z.number().optional().describe("Greatest value; its logarithm for log_uniform and similar distributions."),
  mu: z.number().optional().describe("Mean of a normal distribution (0)."),
  sigma: z.number().positive().optional().describe("Standard deviation of a normal distribution (1)."),
  a: z.number().positive().optional().describe("First shape parameter of a beta distribution (5)."),
  b: z.number().positive().optional().describe("Second shape parameter of a beta distribution (5)."),
  q: z.number().positive().optional().describe("Values are rounded to multiples of `q` (1)."),
  get parameters() {
    return z.record(z.string(), parameter).optional().describe("Parameters below this path.");
  },
});

/** A parameter of a sweep file: a list is short for `values`, a single value for `value`. */
export const parameter: z.ZodType<ParameterSpec | readonly Json[] | string | number | boolean | null> = z
  .union([parameterMap, z.array(json).min(1), z.string(), z.number(), z.boolean(), z.null()])
  .describe("A list of values, or a map: `values`, `min` and `max`, or a `distribution`.");

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
