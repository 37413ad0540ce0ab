import { type NDArray, type Params, scalar } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";

/** Schema of the weight of a term: a number, or a schedule over the iterations. */
export const weight = z.union([
  z.number(),
  z
    .strictObject({
      value: z.number().describe("Weight after the ramp.").meta({ example: 0.01 }),
      start: z.int().positive().default(1).describe("First iteration with the term. The weight is 0 before it."),
      ramp: z
        .int()
        .min(0)
        .default(0)
        .describe("Number of iterations over which the weight rises linearly from 0, beginning at `start`."),
      end: z
        .int()
        .positive()
        .optional()
        .describe("Last iteration with the term. Default: the end of the training.")
        .meta({ example: 50_000 }),
    })
    .refine(({ start, end = Infinity }) => start <= end, {
      error: "`end` must not be before `start`",
      path: ["end"],
    }),
]);

/** The weight of a term: a number, or a schedule over the iterations. */
export type Weight = z.output<typeof weight>;

/** The weight in an iteration, from 1. */
export function weightAt(weight: Weight, iteration: number): number {
  if (typeof weight === "number") return weight;
  const { value, start, ramp, end = Infinity } = weight;
  if (iteration < start || iteration > end) return 0;
  return ramp === 0 ? value : value * Math.min(1, (iteration - start + 1) / ramp);
}

/** The draws of a weight: one number if it is a schedule, so that a compiled step receives it. */
export const weightDraws = (name: string, weight: Weight, iteration: number): Record<string, NDArray> =>
  typeof weight === "number" ? {} : { [name]: scalar(weightAt(weight, iteration)) };

/** A term times its weight, `[b]`. A constant weight of 1 has no op: a sum of one such term has the bits of the term. */
export function weighted(value: Tensor, weight: Weight, name: string, draws: Params): Tensor {
  if (weight === 1) return value;
  return value.mul(typeof weight === "number" ? weight : draws[name]!);
}
