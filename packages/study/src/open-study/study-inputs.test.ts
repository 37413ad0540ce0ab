import { readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { temporaryProject } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { claimFreeTrial } from "../study.fixture.ts";
import { readSweep } from "../sweep-file/read-sweep.ts";
import { createStudy } from "./create-study.ts";
import { openStudy } from "./open-study.ts";

const loss = (factor: number) => `import { definePlugin } from "@tweedie/core";
import { z } from "zod";
export default definePlugin({
  role: "loss",
  summary: "a loss of the project",
  options: z.strictObject({}),
  create: () => ({ student: ({ epsTeacher, epsFake }) => epsTeacher.sub(epsFake).square().sum(1).mul(${factor}) }),
});
`;
/** A .npy file of 40 points. */
function samples(factor: number): Uint8Array {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 2), }".padEnd(117);
  const values = Float32Array.from({ length: 80 }, (_, i) => factor * Math.sin(i));
  return Buffer.concat([Buffer.from(`\x93NUMPY\x01\0\x76\0${header}\n`, "latin1"), Buffer.from(values.buffer)]);
}

/** A sweep over two losses, the second one a file, on data in a file. */
async function begin() {
  const project = temporaryProject({
    "ring.yaml": `data: { use: datasets/arrays, path: d.npy }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
evaluate: { metrics: [metrics/sliced-wasserstein] }
`,
    "d.npy": samples(1),
    "mine.ts": loss(1),
    "sweep.yaml": "experiment: ring.yaml\nparameters: { loss: [sid/l1, ./mine.ts] }\n",
  });
  // As a command gives it: from the current folder.
  const { plan, experiments } = await readSweep(relative(process.cwd(), join(project, "sweep.yaml")));
  const root = join(project, "sweeps/one");
  return { project, root, plan, experiments, study: await createStudy(root, plan, { experiments }) };
}

test("trials use the experiment and the plugin files as they were when the sweep began, and changes are told", async () => {
  const { project, root, study } = await begin();
  expect(await study.changes()).toEqual([]);
  expect(await readFile(join(root, "experiment.yaml"), "utf8")).toContain(`path: ${join(project, "d.npy")}\n`);
  await writeFile(join(project, "ring.yaml"), "loss: sid/l2\n");
  await writeFile(join(project, "mine.ts"), loss(2));
  expect(await study.changes()).toEqual([
    `since this sweep began, ${join(project, "mine.ts")} has changed, ${join(project, "ring.yaml")} has changed; ` +
      `the sweep uses the copies in ${root}`,
  ]);
  const [first, second] = [await claimFreeTrial(study), await claimFreeTrial(await openStudy(root))];
  expect([first.experiment, second.experiment]).toEqual(Array(2).fill(join(root, "experiment.yaml")));
  expect(first.overrides).toEqual(['loss="sid/l1"']);
  const copy = /^loss="(.*code\/[0-9a-f]{8}\/mine\.ts)"$/.exec(second.overrides[0]!)![1]!;
  expect(relative(root, join(process.cwd(), copy))).toMatch(/^code/);
  expect(await readFile(join(process.cwd(), copy), "utf8")).toBe(loss(1));
});

test("after data have changed, the next claim is refused with their names, and is not if they are restored", async () => {
  const { project, root, study } = await begin();
  await claimFreeTrial(study);
  await writeFile(join(project, "d.npy"), samples(0.5));
  const records = await readFile(join(root, "journal.jsonl"), "utf8");
  await expect(study.claim("a")).rejects.toThrow(`since this sweep began, ${join(project, "d.npy")} has changed`);
  expect(await readFile(join(root, "journal.jsonl"), "utf8")).toBe(records);
  await writeFile(join(project, "d.npy"), samples(1));
  expect((await claimFreeTrial(study)).trial).toBe(1);
});

test("the same command after an edit of the experiment is refused with what has changed", async () => {
  const { project, root } = await begin();
  const edited = (await readFile(join(project, "ring.yaml"), "utf8")).replace("sid/l2", "{ use: sid/l2, lambda: 1 }");
  await writeFile(join(project, "ring.yaml"), `${edited}seed: 7\n`);
  const { plan, experiments } = await readSweep(join(project, "sweep.yaml"));
  await expect(createStudy(root, plan, { experiments })).rejects.toThrow(
    `since this sweep began, ${join(project, "ring.yaml")} has changed`,
  );
});

test("a sweep outside its project refuses claims after an edit of its experiment", async () => {
  const { project, plan, experiments } = await begin();
  const root = join(temporaryProject(), "elsewhere");
  const study = await createStudy(root, plan, { experiments });
  expect((await claimFreeTrial(study)).experiment).toBe(join(project, "ring.yaml"));
  await writeFile(join(project, "ring.yaml"), "loss: sid/l2\n");
  await expect(study.claim("a")).rejects.toThrow(`${join(project, "ring.yaml")} has changed`);
});

test("changed plans and inputs are refused in one line; a sweep of version 0.1.0, which has no inputs, is told", async () => {
  const { root } = await begin();
  for (const [name, message] of [
    ["inputs.json", "is damaged"],
    ["sweep.yaml", "was changed since the sweep began"],
  ] as const) {
    const text = await readFile(join(root, name), "utf8");
    await writeFile(join(root, name), text.replace("mine", "mind"));
    await expect(openStudy(root)).rejects.toThrow(message);
    await writeFile(join(root, name), text);
  }
  await rm(join(root, "inputs.json"));
  expect(await (await openStudy(root)).changes()).toEqual([expect.stringContaining("was begun by version 0.1.0")]);
});
