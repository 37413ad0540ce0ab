import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { detach } from "../detach.ts";
import type { RenoisingInput, StepDenoisers } from "./renoising.ts";

/**
 * The samples of `renoisedToExit` in which each step has its turn: sample i is that of step `i mod n`, for a multiple of n samples.
 *
 * A step is evaluated for those samples only that are not taken before: (n - 1) / 2 evaluations a sample without gradient, not n - 1.
 */
export function renoisedInTurn(
  { before, last }: StepDenoisers,
  sigmas: readonly number[],
  { z, label }: RenoisingInput,
): Tensor {
  const [count, , ...shape] = z.shape as [number, number, ...number[]];
  const rounds = count / sigmas.length;
  const noise = z.split(sigmas.length, 1).map((each) => inRounds(each, rounds, shape));
  const labels = label && inRounds(label, rounds, []);
  const taken: Tensor[] = [];
  let inputs = noise[0]!.mul(sigmas[0]!); // [rounds, steps left, ...shape]
  for (const [k, sigma] of sigmas.entries()) {
    taken.push(inputs.slice([0, 0], [rounds, 1]));
    if (k === sigmas.length - 1) break;
    const ahead = flat(columnsFrom(inputs, 1), shape);
    const ownLabels = labels && flat(columnsFrom(labels, k + 1), []);
    const x = before(ahead, tf.fill([ahead.shape[0]!], sigma), ownLabels);
    inputs = inRounds(x, rounds, shape).add(columnsFrom(noise[k + 1]!, k + 1).mul(sigmas[k + 1]!));
  }
  const levels = sigmas.map((sigma) => tf.fill([rounds, 1], sigma));
  return last(detach(flat(tf.concat(taken, 1), shape)), flat(tf.concat(levels, 1), []), label);
}

const inRounds = (x: Tensor, rounds: number, shape: readonly number[]): Tensor =>
  x.reshape([rounds, x.size / rounds / shape.reduce((size, extent) => size * extent, 1), ...shape]);

const flat = (x: Tensor, shape: readonly number[]): Tensor => x.reshape([-1, ...shape]);

const columnsFrom = (x: Tensor, column: number): Tensor => x.slice([0, column], [x.shape[0]!, x.shape[1]! - column]);
