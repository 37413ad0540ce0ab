import { expect, test } from "vitest";
import { compiledDistance, microBatchDistance } from "./ring-distillation.fixture.ts";

const steps = (count: number, exit: string) =>
  `student={ use: students/multistep, init: random, steps: ${count}, exit: ${exit} }`;

test.each([
  [4, "even"],
  [3, "iteration"],
])("%d steps, %s: 20 compiled iterations equal 20 iterations op by op", async (count, exit) => {
  expect(await compiledDistance([steps(count, exit)])).toBeLessThan(1e-5);
});

test.each([
  ["of a multiple of the steps", 2, 4],
  ["of fewer samples than steps", 4, 2],
])("micro-batches %s give the same state to 1e-5: a sample keeps its step", async (_, count, microBatch) => {
  expect(await microBatchDistance(microBatch, [steps(count, "even")])).toBeLessThan(1e-5);
});
