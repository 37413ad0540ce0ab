import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runFolder } from "../index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

describe("a run that an alarm ends", () => {
  const { folder, runTo } = createRunRecorder(`
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/mixture
student: { use: students/denoiser, init: random }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
distill: { steps: 20, batch: 16 }
evaluate: { every: 2, samples: 16, draws: 16, teacherSteps: 2, teacherCurve: null }
alarms: { divergence: 1e-6, patience: 3 } # every student exceeds it
`);

  test("has a reason and a checkpoint, and is final", async () => {
    const ended = await runTo("diverged");
    expect(ended).toMatchObject({
      status: "diverged",
      reason: expect.stringContaining("since step 2") as unknown,
      step: 6,
    });
    const checkpoint = await loadCheckpoint(runFolder(join(folder, "diverged")).checkpoints, expect.fail);
    expect(checkpoint?.step).toBe(6);
    expect(await runTo("diverged")).toEqual(ended);
  });

  test("counts evaluations from before an interruption", async () => {
    expect((await runTo("interrupted", { phase: "distill", step: 4 })).status).toBe("interrupted");
    expect(await runTo("interrupted")).toMatchObject({ status: "diverged", step: 6 });
  });
});
