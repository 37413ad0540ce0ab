import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { writeTestFiles } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { projectWithLoss, lossPlugin } from "../plugins/project.fixture.ts";
import { encodeNpy } from "@tweedie/formats";
import { fixExperiment } from "./fixed-experiment.ts";
import { validateExperiment } from "./validate.ts";

const overrides = ["pretrain.steps=${distill.steps}"];
const files = {
  "experiments/mine.yaml":
    "extends: ring.yaml\nloss: ../plugins/mine.ts\ndata: { use: datasets/arrays, path: ../data/d.npy, range: [-9, 9] }\nteacher: teachers/denoiser\nstudent: students/denoiser\nfakeScore: fake-scores/denoiser\n",
  "plugins/mine.ts": lossPlugin(),
  "data/d.npy": encodeNpy({ shape: [40, 2], data: Float32Array.from({ length: 80 }, (_, i) => Math.sin(i)) }),
};

test("a fixed experiment is the same one, in another folder and without its files, and keeps its references", async () => {
  const project = projectWithLoss("sid/l2", files);
  const file = join(project, "experiments/mine.yaml");
  const original = await validateExperiment({ file, overrides });
  const { yaml, code, sources } = await fixExperiment({ file: relative(process.cwd(), file), overrides });
  const names = ["experiments/ring.yaml", "experiments/mine.yaml", "plugins/mine.ts"].map((name) =>
    join(project, name),
  );
  expect([...sources].sort()).toEqual(names.sort());

  writeTestFiles(join(project, "sweeps/one"), { "experiment.yaml": yaml, ...Object.fromEntries(code) });
  for (const name of names) await rm(name);
  const fixed = join(project, "sweeps/one/experiment.yaml");
  const again = await validateExperiment({ file: fixed });
  expect(again.resolved).toEqual(original.resolved);
  expect(again.hash).toBe(original.hash);
  const longer = await validateExperiment({ file: fixed, overrides: ["distill.steps=77"] });
  expect(longer.settings.pretrain.steps).toBe(77);
});

test("a copy of a plugin that was changed is refused before it is loaded", async () => {
  const project = projectWithLoss("sid/l2", files);
  const { yaml, code } = await fixExperiment({ file: join(project, "experiments/mine.yaml") });
  const [path] = [...code.keys()];
  writeTestFiles(project, { "sweeps/one/experiment.yaml": yaml });
  writeTestFiles(join(project, "sweeps/one"), { [path!]: "throw new Error('it was loaded');" });
  await expect(validateExperiment({ file: join(project, "sweeps/one/experiment.yaml") })).rejects.toThrow(
    "was changed after it was copied",
  );
});
