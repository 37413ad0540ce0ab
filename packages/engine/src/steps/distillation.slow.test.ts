import { expect, test } from "vitest";
import { compiledDistance } from "./ring-distillation.fixture.ts";

/** A sum of SiD's loss and an adversarial term with the given options. */
const adversarial = (options: string, loss = "bce") =>
  `loss={ use: losses/sum, terms: { score: sid/l2, adversarial: { use: adversarial/${loss}, ${options} } } }`;

test.each([
  ["cosine", ["schedule=schedules/cosine", "distill.student.time={use: time-laws/uniform, min: 0.02, max: 0.9}"]],
  ["rectified flow and L1", ["schedule=schedules/rectified-flow", "loss=sid/l1"]],
  ["DDE", ["loss=dde/energy-kl", "fakeScore={ use: dde/energies, width: 24, depth: 2, embedding: 8 }"]],
  ["LSGAN", ["loss=lsgan/least-squares", "fakeScore={ use: lsgan/critic, width: 24, depth: 2, embedding: 8 }"]],
  ["micro-batches", ["distill.microBatch=16"]],
])("20 compiled iterations equal 20 iterations op by op: %s", async (_, overrides) => {
  expect(await compiledDistance(overrides)).toBeLessThan(1e-5);
});

test.each([
  ["an adversarial term", [adversarial("weight: 0.1, clamp: 10"), "distill.student.start=5"]],
  ["with levels of its own and a head", [adversarial("time: time-laws/log-normal"), "fakeScore.head=true"]],
  [
    "with the mean weights of a batch",
    [adversarial("weighting: { use: weightings/sample-errors, of: weightings/sid, mean: true }")],
  ],
  ["with least squares and R1", [adversarial("r1: 0.1", "least-squares"), "distill.microBatch=16"]],
])("10 compiled iterations of a sum equal 10 iterations op by op: %s", async (_, overrides) => {
  // The second moments of the student are squares of small differences: their rounding errors are twice as large.
  expect(await compiledDistance(overrides, 10)).toBeLessThan(4e-5);
});
