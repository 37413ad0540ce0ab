import { expect, test } from "vitest";
import { compiledDistance } from "./ring-distillation.fixture.ts";

test.each([
  ["cosine", ["schedule=schedules/cosine", "distill.student.time={use: time-laws/uniform, min: 0.02, max: 0.9}"]],
  ["rectified flow and L1", ["schedule=schedules/rectified-flow", "loss=sid/l1"]],
  ["DDE", ["loss=dde/energy-kl", "fakeScore={ use: dde/energies, width: 24, depth: 2, embedding: 8 }"]],
  ["LSGAN", ["loss=lsgan/least-squares", "fakeScore={ use: lsgan/critic, width: 24, depth: 2, embedding: 8 }"]],
  ["micro-batches", ["distill.microBatch=16"]],
])("20 compiled iterations equal 20 iterations op by op: %s", async (_, overrides) => {
  expect(await compiledDistance(overrides)).toBeLessThan(1e-5);
});
