import { expect, test } from "vitest";
import type { Components } from "../components.ts";
import type { Settings } from "../experiment/settings.ts";
import { unitsOfRun, workRatios } from "./units-of-run.ts";

const settings = {
  pretrain: { steps: 100, batch: 64 },
  distill: { steps: 50, batch: 128, fakeScore: { updates: 2 } },
  evaluate: { every: 20, samples: 1_000, teacherSteps: 4, teacherCurve: { evaluations: [1, 2, 4] } },
} as unknown as Settings;
const components = (weights: string, pairs?: unknown) =>
  ({ teacher: { weights }, distillation: { loss: { pairs } } }) as unknown as Components;

test.each([
  ["from the beginning", "trained", undefined, { pretrain: 100, compilePretrain: 1, evaluation: 4, distill: 50 }],
  ["with a teacher that is loaded", "loaded", undefined, { pretrain: 0, compilePretrain: 0, evaluation: 4 }],
  ["within the teacher's training", "trained", { phase: "pretrain", step: 30 }, { pretrain: 70, evaluation: 4 }],
  ["within the distillation", "trained", { phase: "distill", step: 20 }, { pretrain: 0, evaluation: 2, distill: 30 }],
  ["after the last step", "trained", { phase: "distill", step: 50 }, { evaluation: 1, distill: 0, curve: 3 }],
] as const)("a run %s", (_, weights, checkpoint, units) => {
  expect(unitsOfRun(settings, components(weights), checkpoint)).toMatchObject(units);
});

test("the work of an iteration and of pairs follows from their passes and batches", () => {
  const pairs = { count: 700, sampler: "euler", steps: 10 };
  expect(workRatios(settings, components("trained", pairs))).toEqual({ iterations: 10, pairs: 1 });
});
