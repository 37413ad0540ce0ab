import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { unless, type Findings } from "./findings.ts";
import { difference } from "./difference.ts";

/** Returns how a computation is not pure, as tracing requires: other numbers the next time, tensors kept, values read. */
export function impurity(compute: () => Tensor): Findings {
  const first = tf.tidy(compute);
  const alive = tf.memory().numTensors;
  const { result: second, reads } = countReads(() => tf.tidy(compute));
  const kept = tf.memory().numTensors - alive - 1;
  return [
    unless(kept === 0, `tensors kept: ${kept} more after the computation than its result`),
    unless(reads === 0, `values read: ${reads} calls of \`dataSync\`, which a traced step cannot make`),
    difference(second, first, { atol: 0, rtol: 0 }),
  ];
}

/** Counts the reads of tensors' values during a computation. */
function countReads<T>(compute: () => T): { readonly result: T; readonly reads: number } {
  const { prototype } = tf.Tensor;
  const { dataSync } = prototype;
  let reads = 0;
  prototype.dataSync = function (this: Tensor, ...args: []) {
    reads++;
    return dataSync.apply(this, args);
  } as typeof dataSync;
  try {
    const result = compute();
    return { result, reads };
  } finally {
    prototype.dataSync = dataSync;
  }
}
