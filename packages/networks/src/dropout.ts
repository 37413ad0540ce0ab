import { type NDArray, type Random, sizeOf } from "@tweedie/core";
import { z } from "zod";
import type { Layer } from "./linear.ts";

/** `dropout` in the options of a network. */
export const dropoutRate = z
  .number()
  .min(0)
  .lt(1)
  .describe("share of hidden numbers dropped as the teacher trains; never in the game, whose samples do not repeat");

/**
 * Dropout: `x: [b, ...shape]` times a mask that is zero in a share `rate` of its elements and `1 / (1 - rate)` elsewhere, which keeps
 * the mean. The mask is a draw of the step, `NAME.mask` among the params; without it, or with a rate of 0, `x` stays as it is.
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
 * An independent mask for each element. What is drawn is how many elements are kept before the next that is not, which is
 * geometric: as many random numbers as there are zeros, where one an element would take most of a small step's time.
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
