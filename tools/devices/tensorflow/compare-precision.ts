import { createExecutor } from "@tweedie/graph";
import type { SidStep } from "../../bench/sid-step.ts";
import { products } from "../all-ops.ts";
import { compareOps } from "../compare-ops.ts";
import { train } from "../compare-updates.ts";

/** Largest difference that factors of 8 bits may cause: of results of a product, and of losses relative to the loss. */
const tolerances = { products: 0.05, losses: 1e-2 };

/** Smallest difference of losses by which factors in bfloat16 show. */
const smallest = 1e-5;

/**
 * Compares products, convolutions and an update in bfloat16 with those in float32. Returns one line.
 *
 * @throws Error if they differ too much or not at all, or if weights or moments are not in float32
 */
export async function comparePrecision(sid: SidStep): Promise<string> {
  const on = (precision: "float32" | "bfloat16") => createExecutor("tensorflow", { precision, threads: 1 });
  const [float32, bfloat16] = [await on("float32"), await on("bfloat16")];
  const count = await compareOps(bfloat16, float32, products, tolerances.products);
  const expected = await train(sid, float32, sid.state, [1, 2, 3]);
  const { losses, state } = await train(sid, bfloat16, sid.state, [1, 2, 3]);
  const difference = Math.max(...expected.losses.map((loss, i) => Math.abs(losses[i]! / loss - 1)));
  if (!(difference <= tolerances.losses)) throw new Error(`losses in bfloat16 differ by ${difference}`);
  if (difference < smallest)
    throw new Error(`losses in bfloat16 differ by ${difference} only: its factors are float32`);
  for (const [name, { data }] of Object.entries(state)) {
    const mayBeRounded = !name.startsWith("adam.") && isRounded(sid.state[name]!.data);
    if (isRounded(data) && data.some((value) => value !== 0) && !mayBeRounded)
      throw new Error(`${name} was rounded to bfloat16`);
  }
  await Promise.all([float32.dispose(), bfloat16.dispose()]);
  return `bfloat16: ${count} products, losses within ${difference.toExponential(1)} of float32`;
}

/** True if all numbers have the 16 bits of bfloat16 only. */
const isRounded = (data: Float32Array): boolean =>
  new Uint32Array(data.buffer, data.byteOffset, data.length).every((bits) => (bits & 0xff_ff) === 0);
