import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LaunchRequest } from "@tweedie/core";
import { temporaryProject } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { loadLauncher } from "../load-plugins.ts";
import { claimFreeTrial } from "../study.fixture.ts";
import { readSweep } from "../sweep-file/read-sweep.ts";
import { createStudy } from "./create-study.ts";
import { openStudy } from "./open-study.ts";

/** A sampler that suggests one learning rate, a pruner with one answer, and a launcher. */
const sweepPlugins = (lr: number, prune: boolean, preview: string) => ({
  "sampler.ts": sweepPlugin("sampler", `{ size: () => 2, suggest: () => ({ "distill.student.optimizer.lr": ${lr} }) }`),
  "pruner.ts": sweepPlugin("pruner", `{ prune: () => ${prune} }`),
  "launcher.ts": sweepPlugin(
    "launcher",
    `{ attached: true, agent: () => ({ workers: 1, threads: 1 }), preview: () => "${preview}",
       launch: async () => [], alive: async () => undefined, cancel: async () => {} }`,
  ),
});
const sweepPlugin = (role: string, object: string) => `import { definePlugin } from "@tweedie/core";
import { z } from "zod";
export default definePlugin({ role: "${role}", summary: "a ${role}", options: z.strictObject({}), create: () => (${object}) });
`;

/** A sweep whose sampler, pruner and launcher are files; a function edits them all. */
async function beginWithPlugins(folder: (project: string) => string) {
  const edited = sweepPlugins(2e-3, true, "edited");
  const project = temporaryProject({
    "ring.yaml":
      "data: datasets/ring\nteacher: teachers/denoiser\nstudent: students/denoiser\nfakeScore: fake-scores/denoiser\nloss: sid/l2\nevaluate: { metrics: [metrics/sliced-wasserstein] }\n",
    ...sweepPlugins(1e-3, false, "original"),
    "sweep.yaml": `experiment: ring.yaml
method: ./sampler.ts
early_terminate: ./pruner.ts
engine: ./launcher.ts
parameters: { distill.student.optimizer.lr: { min: 1e-4, max: 1e-2 } }
`,
  });
  const { plan, experiments } = await readSweep(join(project, "sweep.yaml"));
  const root = folder(project);
  const study = await createStudy(root, plan, { experiments });
  const edit = () => Promise.all(Object.entries(edited).map(([name, text]) => writeFile(join(project, name), text)));
  return { project, root, plan, study, edit };
}

test("a sweep uses its sampler, pruner and launcher as they were when it began, and changes are told", async () => {
  const { project, root, plan, edit } = await beginWithPlugins((project) => join(project, "sweeps/one"));
  await edit();
  const study = await openStudy(root);
  expect(await study.changes()).toEqual([
    expect.stringMatching(
      /launcher\.ts has changed, .*pruner\.ts has changed, .*sampler\.ts has changed; the sweep uses/,
    ),
  ]);
  // This process has loaded the originals already: only without them is it certain that the copies are loaded.
  for (const name of Object.keys(sweepPlugins(0, true, ""))) await rm(join(project, name));
  const reopened = await openStudy(root);
  const claim = await claimFreeTrial(reopened);
  expect(claim.point).toEqual({ "distill.student.optimizer.lr": 1e-3 });
  expect(await reopened.report(claim, { resource: 1, value: 1 })).toBe("continue");
  const launcher = await loadLauncher({ plan, folder: root });
  expect(launcher.preview({} as LaunchRequest)).toBe("original");
});

test("a copy of a sampler that was edited in the sweep's folder is refused", async () => {
  const { root } = await beginWithPlugins((project) => join(project, "sweeps/one"));
  const { plugins } = JSON.parse(await readFile(join(root, "inputs.json"), "utf8")) as {
    plugins: Record<string, string>;
  };
  await writeFile(join(root, plugins["./sampler.ts"]!), sweepPlugins(2e-3, true, "")["sampler.ts"]);
  await expect(openStudy(root)).rejects.toThrow("was changed after it was copied");
});

test("a sweep outside its project refuses claims after an edit of its sampler", async () => {
  const { project, root, edit } = await beginWithPlugins(() => join(temporaryProject(), "elsewhere"));
  await edit();
  const study = await openStudy(root);
  await expect(study.claim("a")).rejects.toThrow(`${join(project, "sampler.ts")} has changed`);
});
