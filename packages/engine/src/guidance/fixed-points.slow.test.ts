import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { sampleRun } from "../finished-run/index.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";
import { wideModesYaml } from "./wide-modes.fixture.ts";

const yaml = `${wideModesYaml}pretrain: { steps: 800, batch: 256, labelDropout: 0.2, optimizer: { lr: 3e-3 } }
distill:
  steps: 500
  batch: 256
  student: { optimizer: { lr: 1e-3 }, ema: { halfLife: 5000 } }
  fakeScore: { updates: 2, labelDropout: 0.2 }
evaluate: { every: 500, samples: 64, draws: 256, teacherSteps: 2, teacherCurve: null }
`;

const { folder, runTo } = createRunRecorder(yaml);

/** Guidance of each run. */
const guidance = {
  none: "{}",
  long: "{ teacher: 2 }",
  longShort: "{ teacher: 2, fakeScore: 2, fakeScoreTraining: 2 }",
  trainingAbove: "{ fakeScoreTraining: 2 }",
  trainingBelow: "{ fakeScoreTraining: 0.5 }",
} as const;

describe("the mean of a class's samples along the direction of its mode, at the end of the training", () => {
  const means: Partial<Record<keyof typeof guidance, number>> = {};
  beforeAll(async () => {
    for (const [name, scales] of Object.entries(guidance)) {
      await runTo(name, undefined, { overrides: [`distill.guidance=${scales}`], cached: true });
      const { data } = await sampleRun({ run: join(folder, name), count: 4000, seed: 0, class: 0 });
      means[name as keyof typeof guidance] = data.reduce((sum, x, i) => (i % 2 === 0 ? sum + x : sum), 0) / 4000;
    }
  }, 300_000);

  test("is that of the data without guidance", () => {
    expect(Math.abs(means.none! - 0.6)).toBeLessThan(0.06);
  });

  test("is the same with long guidance and with long-short guidance, and farther out", () => {
    expect(Math.abs(means.long! - means.longShort!)).toBeLessThan(0.06);
    expect(Math.min(means.long!, means.longShort!)).toBeGreaterThan(means.none! + 0.25);
  });

  test("is farther out with kappa1 > 1 alone, and farther in with kappa1 < 1 alone", () => {
    expect(means.trainingAbove).toBeGreaterThan(means.none! + 0.15);
    expect(means.trainingBelow).toBeLessThan(means.none! - 0.1);
  });
});
