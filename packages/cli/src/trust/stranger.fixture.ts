import { readdirSync, realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { type EndHook, ringExperiment, temporaryProject } from "@tweedie/testing/projects";

/** Source of a plugin that writes `canary` next to itself when it is imported. */
const canary = (role: string, create: string): string => `import { writeFileSync } from "node:fs";
import { definePlugin } from "@tweedie/core";
import { z } from "zod";
writeFileSync(new URL("./canary", import.meta.url), "");
export default definePlugin({
  role: "${role}",
  summary: "a plugin that leaves a trace",
  options: z.strictObject({ scale: z.number().default(1) }),
  create: ${create},
});
`;

const loss = canary(
  "loss",
  "({ scale }) => ({ student: ({ epsTeacher, epsFake }) => epsTeacher.sub(epsFake).square().sum(1).mul(scale) })",
);
const sampler = canary(
  "sampler",
  "() => ({ size: () => 1, suggest: ({ space }) => Object.fromEntries(space.map(({ name }) => [name, 0])) })",
);

const files = {
  "experiments/base.yaml": ringExperiment("../plugins/loss.ts"),
  "experiments/ring.yaml": `extends: base.yaml
evaluate: { samples: 16, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2 }
`,
  "sweeps/sweep.yaml": `experiment: ../experiments/ring.yaml
method: ../plugins/sampler/sampler.ts
parameters: { loss.scale: [1, 2] }
`,
  "plugins/loss.ts": loss,
  "plugins/sampler/sampler.ts": sampler,
};

/** Creates a project whose plugins leave a trace when they are imported. Returns its folder, links resolved. */
export const canaryProject = (atEnd?: EndHook): string => realpathSync(temporaryProject(files, atEnd));

/** Plugins of a folder that were imported, as the paths of their folders. Links are not followed. */
export const importedIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name === "canary")
    .map(({ parentPath }) => relative(folder, parentPath).replaceAll(sep, "/"))
    .sort();
