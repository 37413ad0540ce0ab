import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";

const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** A plugin's text: a loss that is right, but for what is replaced. */
export const plugin = (changes: Readonly<Record<string, string>> = {}): string => {
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

/** An experiment on the ring, whose teacher needs no training, with a loss. */
export const experiment = (loss: string): string => `name: ring
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: ${loss}
distill: { steps: 2, batch: 8 }
evaluate: { samples: 16 }
`;

/** The files of a lab that allows the package my-lab-losses, which has the plugins huber and broken. */
const lab: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "lab", type: "module", tweedie: { plugins: ["my-lab-losses", "not-there"] } }),
  "linked/my-lab-losses/package.json": JSON.stringify({
    name: "my-lab-losses",
    type: "module",
    exports: { ".": "./src/huber.js", "./huber": { import: "./src/huber.js" }, "./extra/*": "./src/extra/*.js" },
  }),
  "linked/my-lab-losses/src/huber.js": plugin(),
  "linked/my-lab-losses/src/secret.js": plugin(),
  "linked/my-lab-losses/src/extra/charbonnier.js": plugin({ summary: `"another"` }),
  "linked/other-losses/package.json": JSON.stringify({ name: "other-losses", main: "index.js", type: "module" }),
  "linked/other-losses/index.js": plugin(),
  "plugins/huber.ts": plugin(),
};

/** A lab on the disk, with Tweedie installed, gone when the test ends. */
export function makeProject(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "tweedie-lab-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries({ ...lab, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(root, "node_modules"), { recursive: true });
  for (const name of ["@tweedie", "zod"]) symlinkSync(join(installed, name), join(root, "node_modules", name));
  // As `npm install ../my-lab-losses` links it. What lies in node_modules itself vitest leaves to Node, which has no TypeScript here.
  for (const name of ["my-lab-losses", "other-losses"])
    symlinkSync(join("../linked", name), join(root, "node_modules", name));
  return root;
}

/** What is said of an experiment of a lab with a loss, as it is printed. */
export async function complaint(loss: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = makeProject({ "experiments/ring.yaml": experiment(loss), ...files });
  try {
    await validateExperiment({ file: join(root, "experiments/ring.yaml") });
  } catch (error) {
    return `\n${(error as Error).message.replaceAll(root, "/lab")}\n`;
  }
  return "no complaint";
}
