import { type NDArray, type Random, sizeOf } from "@tweedie/core";
import { z } from "zod";
import type { Layer } from "../layer.ts";

/** `dropout` in the options of a network. */
export const dropoutRate = z
  .number()
  .min(0)
  .lt(1)
  .describe(
    "Fraction of hidden elements dropped in the teacher's training, and with `distill.student.dropout` and `distill.fakeScore.dropout` in theirs.",
  )
  .meta({ example: 0.1 });

/**
 * Dropout: `x: [b, ...shape]` times a mask that is zero in a fraction `rate` of its elements and `1 / (1 - rate)` elsewhere, which keeps
 * the mean. The mask is a draw of the step, `NAME.mask` in the params; without it, or with a rate of 0, `x` is returned unchanged.
 * Srivastava et al., JMLR 15 (2014), section 10.
 */
export function dropout(name: string, shape: readonly number[], rate: number): Pick<Layer, "draws" | "forward"> {
  const mask = `${name}.mask`;
  return {
    draws: rate > 0 ? (random, count) => ({ [mask]: maskOf(random.child(mask), [count, ...shape], rate) }) : undefined,
    forward: (params, x) => (params[mask] ? x.mul(params[mask]) : x),
  };
}

/**
 * A mask of independent elements. The gaps between zeros, which are geometrically distributed, are drawn instead of the elements: one
 * random number per zero, because one per element would take most of a small step's time.
 */
function maskOf(random: Random, shape: readonly number[], rate: number): NDArray {
  const data = new Float32Array(sizeOf(shape)).fill(1 / (1 - rate));
  const base = Math.log1p(-rate);
  let next = 0;
  while (next < data.length) {
    for (const u of random.uniform(1_024)) {
      next += Math.floor(Math.log(u) / base);
      if (next >= data.length) break;
      data[next++] = 0;
    }
  }
  return { shape, data };
}
