import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { compareKilled } from "./killed-sweep.ts";

const experiment = `
name: tiny
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 200, batch: 32 }
distill: { steps: 400, batch: 32 }
evaluate: { every: 100, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 3 }
log: { every: 10 }
checkpoint: { every: 20 }
`;

test("a sweep that is killed with its process tree and restarted writes the same bytes as an uninterrupted one", async () => {
  const folder = temporaryFolder({ "tiny.yaml": experiment });
  const { whole, killed } = await compareKilled([join(folder, "tiny.yaml"), "loss.lambda=0,1", "seed=0,1"], folder);
  expect(whole.results).toContain('"status":"complete"');
  expect(killed.kills.length).toBeGreaterThan(0);
  expect(killed.results).toBe(whole.results);
});
