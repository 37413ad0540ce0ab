import { ndarray, scalar } from "@tweedie/core";
import { expect, test } from "vitest";
import { sliceDraws } from "./micro-batches.ts";
import { componentsOf, microBatchDistance } from "./ring-distillation.fixture.ts";

test("micro-batches of 2 of a batch of 8 give the same state to 1e-5, with clipped gradients", async () => {
  const clip = "distill.student.optimizer.clip={ value: 2, norm: 0.5 }";
  expect(await microBatchDistance(2, [clip])).toBeLessThan(1e-5);
});

test("a micro-batch has its slice of the draws of each sample, and all other draws", () => {
  const draws = { x: ndarray([4, 2], Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7])), decay: scalar(0.5) };
  const second = sliceDraws(draws, { batch: 4, microBatch: 2 }, 1);
  expect(second["x"]).toEqual(ndarray([2, 2], Float32Array.from([4, 5, 6, 7])));
  expect(second["decay"]).toBe(draws.decay);
});

test("a micro-batch that does not divide the batch is refused", async () => {
  await expect(componentsOf(["distill.batch=8", "distill.microBatch=3"])).rejects.toThrow(
    /at distill\.microBatch\n[^]*expected a divisor of the batch, 8, got `3`/,
  );
});
