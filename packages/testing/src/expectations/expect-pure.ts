import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, vi } from "vitest";
import "./to-be-all-close.ts";

/** Expects a computation to be pure, as tracing requires: the same numbers each time, no tensor kept, no value read. */
export function expectPure(compute: () => Tensor): void {
  const first = tf.tidy(compute);
  const alive = tf.memory().numTensors;
  const read = vi.spyOn(tf.Tensor.prototype, "dataSync");
  try {
    const second = tf.tidy(compute);
    expect(tf.memory().numTensors - alive, "tensors kept, the result included").toBe(1);
    expect(read, "values read, which a traced step cannot do").not.toHaveBeenCalled();
    expect(second).toBeAllClose(first, { atol: 0, rtol: 0 });
  } finally {
    read.mockRestore();
  }
}
