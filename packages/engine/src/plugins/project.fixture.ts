import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { type FileContents, ringExperiment, temporaryProject } from "@tweedie/testing/projects";
import { validateExperiment } from "../experiment/validate.ts";

/** Source of a valid loss plugin, with some of its parts replaced. */
export const lossPlugin = (changes: Readonly<Record<string, string>> = {}): string => {
  const parts = {
    imports: `import { definePlugin } from "@tweedie/core";\nimport { z } from "zod";\n`,
    role: `"loss"`,
    summary: `"a loss"`,
    options: `z.strictObject({ delta: z.number().positive().default(1) })`,
    create: `({ delta }) => ({ student: ({ epsTeacher, epsFake }) => epsTeacher.sub(epsFake).square().sum(1).mul(delta) })`,
    more: "",
    ...changes,
  };
  return `${parts.imports}
export default definePlugin({
  role: ${parts.role},
  summary: ${parts.summary},
  options: ${parts.options},
  ${parts.more}
  create: ${parts.create},
});
`;
};

const json = (value: object): string => JSON.stringify({ type: "module", ...value });

/** Files of a project that allows the package my-losses, which exports valid plugins, and not the package other-losses. */
const project: FileContents = {
  "package.json": json({ name: "project", tweedie: { plugins: ["my-losses", "not-there"] } }),
  "packages/my-losses/package.json": json({
    name: "my-losses",
    exports: { ".": "./src/huber.js", "./huber": { import: "./src/huber.js" }, "./extra/*": "./src/extra/*.js" },
  }),
  "packages/my-losses/src/huber.js": lossPlugin(),
  "packages/my-losses/src/secret.js": lossPlugin(),
  "packages/my-losses/src/extra/charbonnier.js": lossPlugin({ summary: `"another"` }),
  "packages/other-losses/package.json": json({ name: "other-losses", main: "index.js" }),
  "packages/other-losses/index.js": lossPlugin(),
  "plugins/huber.ts": lossPlugin(),
};

/** Creates a temporary project with these and its own files. Returns its folder. */
export function pluginProject(files: FileContents = {}): string {
  const root = temporaryProject({ ...project, ...files });
  // Links, as `npm install ../my-losses` creates: vitest leaves files in node_modules to Node, which has no TypeScript before 22.18.
  for (const name of ["my-losses", "other-losses"])
    symlinkSync(join("../packages", name), join(root, "node_modules", name));
  return root;
}

/** Creates a project whose experiment, `experiments/ring.yaml`, has this loss. */
export const projectWithLoss = (loss: string, files: FileContents = {}): string =>
  pluginProject({ "experiments/ring.yaml": ringExperiment(loss), ...files });

/** Validates the experiment of such a project. */
export const validateRing = (root: string, ...overrides: string[]) =>
  validateExperiment({ file: join(root, "experiments/ring.yaml"), overrides });

/** Error message of an experiment with this loss. The project's folder is shown as /project. */
export async function experimentErrorOf(loss: string, files: FileContents = {}): Promise<string> {
  const root = projectWithLoss(loss, files);
  try {
    await validateRing(root);
  } catch (error) {
    return `\n${(error as Error).message.replaceAll(root, "/project")}\n`;
  }
  return "no error";
}

/** Error message of an experiment whose loss is a file with this source. */
export const experimentErrorOfFile = (source: string, loss = "../plugins/mine.ts"): Promise<string> =>
  experimentErrorOf(loss, { "plugins/mine.ts": source });
