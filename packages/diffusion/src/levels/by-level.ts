import { type Level, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { sigmaOf } from "./level.ts";

/** A function of `sigma = betaBar / alphaBar`, given at some noise levels. */
export interface LevelTable {
  /** Noise levels, increasing. */
  readonly sigma: readonly number[];
  readonly values: readonly number[];
}

/** A number, or a function of the noise level. */
export type ByLevel = number | LevelTable;

/** Schema of an option that is a number or a table of numbers by noise level. */
export const byLevel = z.union([
  z.number(),
  z
    .strictObject({
      sigma: z
        .array(z.number().positive())
        .min(1)
        .refine((sigma) => sigma.every((each, i) => i === 0 || each > sigma[i - 1]!), {
          error: "the noise levels must increase",
        })
        .describe("Noise levels, betaBar / alphaBar, increasing.")
        .meta({ example: [0.1, 10] }),
      values: z
        .array(z.number())
        .min(1)
        .describe("Values at these levels: linear in log(sigma) between them, constant outside.")
        .meta({ example: [0.5, 1] }),
    })
    .superRefine(({ sigma, values }, { addIssue }) => {
      if (sigma.length === values.length) return;
      const message = `expected one value for each of ${sigma.length} noise levels, got ${values.length}`;
      addIssue({ code: "custom", path: ["values"], message });
    }),
]);

/** The value at a noise level, as a number: linear in `log(sigma)` between the levels of a table, constant outside. */
export function valueAtSigma(value: ByLevel, sigma: number): number {
  if (typeof value === "number") return value;
  return piecesOf(value).reduce(
    (sum, { from, to, slope }) => sum + slope * (Math.min(Math.max(Math.log(sigma), from), to) - from),
    value.values[0]!,
  );
}

/** The value at the noise level of each sample, `[b]`. A number stays a number: it needs no op of its own. */
export function valueAtLevel(value: ByLevel, level: Level): number | Tensor {
  if (typeof value === "number") return value;
  const logSigma = sigmaOf(level).flatten().log();
  const [first] = value.values;
  return piecesOf(value).reduce<Tensor>(
    (sum, { from, to, slope }) => sum.add(logSigma.maximum(from).minimum(to).sub(from).mul(slope)),
    tf.fill(logSigma.shape, first!),
  );
}

/** The intervals between the levels of a table, in `log(sigma)`. */
const piecesOf = ({ sigma, values }: LevelTable) =>
  sigma.slice(1).map((upper, i) => {
    const [from, to] = [Math.log(sigma[i]!), Math.log(upper)];
    return { from, to, slope: (values[i + 1]! - values[i]!) / (to - from) };
  });
