import { type NDArrays, random, type Student, tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { distillationDraws } from "./distillation-draws.ts";
import { componentsOf } from "./ring-distillation.fixture.ts";
import { trainingSamples } from "./training-samples.ts";

const steps = (count: number, exit: string) =>
  `student={ use: students/multistep, init: random, steps: ${count}, exit: ${exit} }`;

test("the updates of an iteration have the same step with `iteration`, and steps of their own with `update`", async () => {
  const drawnSteps = async (exit: string) => {
    const { distillation } = await componentsOf([steps(16, exit)]);
    const draws: NDArrays = distillationDraws(distillation, random(0, "draws", 1), 1);
    const exits = ["fakeScore.0", "fakeScore.1", "student"].map((update) => draws[`${update}.steps.exits`]!);
    expect(exits.map(({ shape }) => shape)).toEqual([0, 1, 2].map(() => [64, 16]));
    return new Set(exits.map(({ data }) => data.join())).size;
  };
  expect([await drawnSteps("iteration"), await drawnSteps("update")]).toEqual([1, 3]);
});

test("the steps without a gradient have no dropout: they receive the weights without masks", () => {
  const [weight, mask] = [tf.scalar(2), tf.scalar(3)];
  const steps: Partial<Student["steps"]> = {
    generate: (params, { z, weights }) => {
      expect([Object.keys(params), Object.keys(weights)]).toEqual([["weight", "mask"], ["weight"]]);
      return z.mul(params["mask"]!);
    },
  };
  const student = { steps } as Student;
  const samples = trainingSamples(student, { weights: { weight }, masks: { mask }, draws: { z: tf.ones([1]) } });
  expect(samples.dataSync()[0]).toBe(3);
});
