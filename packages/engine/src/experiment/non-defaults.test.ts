import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { nonDefaultsOf } from "./non-defaults.ts";
import { validateExperiment } from "./validate.ts";

/** The non-defaults of an experiment by their paths, each with its default. */
async function nonDefaultsIn(yaml: string): Promise<Record<string, unknown>> {
  const file = join(temporaryFolder({ "a.yaml": yaml }), "a.yaml");
  const nonDefaults = nonDefaultsOf(await validateExperiment({ file }));
  return Object.fromEntries(nonDefaults.map(({ path, value, default: standard }) => [path, [value, standard]]));
}

const blocks = `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
`;

test("a required value has no default; a value equal to its default is left out", async () => {
  expect(await nonDefaultsIn(`${blocks}name: a\nloss: { use: sid/l2 }\nseed: 0\ndistill: { batch: 512 }`)).toEqual({
    "data.use": ["datasets/ring", undefined],
    "teacher.use": ["teachers/mixture", undefined],
    "student.use": ["students/mlp", undefined],
    "fakeScore.use": ["fake-scores/denoiser", undefined],
    "fakeScore.init": ["random", "teacher"],
    "loss.use": ["sid/l2", undefined],
  });
});

test("values and plugins are compared with the settings' defaults, options with those of their own plugin", async () => {
  const nonDefaults = await nonDefaultsIn(`${blocks}loss: { use: sid/l2, lambda: 0.25 }
seed: 3
network: { use: networks/mlp, width: 8 }
distill: { student: { time: { use: time-laws/log-normal, mean: -2 }, optimizer: { betas: [0, 0.9] } } }
evaluate: { metrics: [metrics/modes, { use: metrics/mmd, samples: 99 }] }
`);
  expect(nonDefaults).toMatchObject({
    "loss.lambda": [0.25, expect.any(Number)],
    seed: [3, 0],
    "network.width": [8, expect.any(Number)],
    "distill.student.time.use": ["time-laws/log-normal", "time-laws/sid"],
    "distill.student.time.mean": [-2, expect.any(Number)],
    "distill.student.optimizer.betas": [
      [0, 0.9],
      [0, 0.99],
    ],
    "evaluate.metrics[0].use": ["metrics/modes", undefined],
    "evaluate.metrics[1].samples": [99, expect.any(Number)],
  });
  expect(Object.keys(nonDefaults)).not.toContain("network.use");
});
