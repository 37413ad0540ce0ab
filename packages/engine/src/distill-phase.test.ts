import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run, runFolder, validateExperiment } from "./index.ts";

const yaml = `
data: datasets/ring
network: { use: networks/mlp, width: 16, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 2, batch: 32 }
distill: { steps: 2, batch: 32 }
evaluate: { every: 2, samples: 64, draws: 64, metrics: [metrics/sliced-wasserstein], teacherSteps: 2 }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  process.env["TWEEDIE_CACHE"] = join(folder, "cache");
});
afterAll(() => rm(folder, { recursive: true }));

/** What a run says of its teacher, and the samples that it leaves. */
async function teacherOf(name: string, overrides: readonly string[]) {
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, yaml);
  const out = join(folder, name);
  const experiment = await validateExperiment({ file, overrides });
  const { teacher, metrics } = await run({ experiment, out, signal: new AbortController().signal, onEvent: vi.fn() });
  expect(metrics["sw2"]).toBeGreaterThan(0);
  return { metrics: Object.keys(teacher), files: await readdir(runFolder(out).samples) };
}

const level = (path: string) => `${path}.time={ use: dde/single-level, sigma: 0.4 }`;
const players = [level("distill.student"), level("distill.fakeScore")];

test("a teacher that knows all levels is sampled, though the student sees one", async () => {
  const { metrics, files } = await teacherOf("many", players);
  expect(metrics).toEqual(["sw2"]);
  expect(files).toContain("teacher.npy");
});

test("a teacher trained at one level cannot be sampled, and has no metrics", async () => {
  const { metrics, files } = await teacherOf("one", [...players, level("pretrain")]);
  expect(metrics).toEqual([]);
  expect(files).toContain("student.npy");
  expect(files).not.toContain("teacher.npy");
});
