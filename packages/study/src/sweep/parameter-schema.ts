import type { Json } from "@tweedie/config";
import { z } from "zod";

const json = z.json() as z.ZodType<Json>;

/** Distributions of numbers, each with its keys and what they are where they are left out. */
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

/** What W&B calls lists and single values. */
const listNames = ["constant", "categorical", "categorical_w_probabilities"] as const;
const distributionNames = [...(Object.keys(distributionKeys) as (keyof typeof distributionKeys)[]), ...listNames];

/** A swept value as a map: a list, a single value, a range, or more parameters below. */
const parameterMap = z.strictObject({
  values: z.array(json).min(1).optional().describe("What is tried: values, or whole blocks."),
  value: json.optional().describe("The same in every trial."),
  probabilities: z.array(z.number().positive()).optional().describe("How likely each of the values is."),
  distribution: z.enum(distributionNames).optional().describe("Law of a range; default: int_uniform or uniform."),
  min: z.number().optional().describe("Least value; of log_uniform and its kin its logarithm."),
  max: z.number().optional().describe("Greatest value; of log_uniform and its kin its logarithm."),
  mu: z.number().optional().describe("Mean of a normal law (0)."),
  sigma: z.number().positive().optional().describe("Standard deviation of a normal law (1)."),
  a: z.number().positive().optional().describe("First shape of a beta law (5)."),
  b: z.number().positive().optional().describe("Second shape of a beta law (5)."),
  q: z.number().positive().optional().describe("Values are multiples of it (1)."),
  get parameters() {
    return z.record(z.string(), parameter).optional().describe("Parameters below this path.");
  },
});

/** A swept value: a list is short for `values`, a single value for `value`. */
export const parameter: z.ZodType<ParameterSpec | readonly Json[] | string | number | boolean | null> = z
  .union([parameterMap, z.array(json).min(1), z.string(), z.number(), z.boolean(), z.null()])
  .describe("A list of values, or a map: `values`, `min` and `max`, or a `distribution`.");

/** A parameter's map, as far as its keys go. */
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
