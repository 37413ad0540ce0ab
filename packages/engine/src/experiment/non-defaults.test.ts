import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nonDefaultsOf } from "./non-defaults.ts";
import { validateExperiment } from "./validate.ts";

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "tweedie-"))));
afterAll(() => rm(folder, { recursive: true }));

async function departuresIn(yaml: string): Promise<Record<string, unknown>> {
  const file = join(folder, "a.yaml");
  await writeFile(file, yaml);
  const departures = nonDefaultsOf(await validateExperiment({ file }));
  return Object.fromEntries(departures.map(({ path, value, default: standard }) => [path, [value, standard]]));
}

const blocks = `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
`;

test("what must be said has no default; what is said as the default is no departure", async () => {
  expect(await departuresIn(`${blocks}name: a\nloss: { use: sid/l2 }\nseed: 0\ndistill: { batch: 512 }`)).toEqual({
    "data.use": ["datasets/ring", undefined],
    "teacher.use": ["teachers/mixture", undefined],
    "student.use": ["students/mlp", undefined],
    "fakeScore.use": ["fake-scores/denoiser", undefined],
    "fakeScore.init": ["random", "teacher"],
    "loss.use": ["sid/l2", undefined],
  });
});

test("values and plugins other than the defaults, options against those of their own plugin", async () => {
  const departures = await departuresIn(`${blocks}loss: { use: sid/l2, lambda: 0.25 }
seed: 3
network: { use: networks/mlp, width: 8 }
distill: { student: { time: { use: time-laws/log-normal, mean: -2 }, optimizer: { betas: [0, 0.9] } } }
evaluate: { metrics: [metrics/modes, { use: metrics/mmd, samples: 99 }] }
`);
  expect(departures).toMatchObject({
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
  expect(Object.keys(departures)).not.toContain("network.use");
});
