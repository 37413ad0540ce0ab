import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { validateExperiment } from "./validate.ts";

const home = process.cwd();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "Ring lab-"));
  const blocks = { data: "datasets/ring", teacher: "teachers/mixture", student: "students/mlp", loss: "sid/l2" };
  const yaml = { ...blocks, fakeScore: { use: "fake-scores/denoiser", init: "random" } };
  await writeFile(join(folder, "tiny.yaml"), JSON.stringify(yaml));
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(home);
  await rm(folder, { recursive: true });
});

test.each(["tiny.yaml", "./tiny.yaml"])(
  "a file in the current folder, %s, is named after that folder too",
  async (file) => {
    const { name } = await validateExperiment({ file });
    expect(name).toMatch(/^Ring-lab-\w+-tiny$/);
  },
);
