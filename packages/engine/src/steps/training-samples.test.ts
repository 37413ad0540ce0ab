import { type NDArrays, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { distillationDraws } from "./distillation-draws.ts";
import { componentsOf } from "./ring-distillation.fixture.ts";

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
