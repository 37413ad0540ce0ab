import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check, CheckContext } from "../../check.ts";
import { faultOf, finish } from "../../product/process.ts";
import { createCache } from "../../product/tiny-run.ts";

const canary = `import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("./canary", import.meta.url), "run");\n`;

const experiment = `
name: stranger
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: ./loss.ts
distill: { steps: 2, batch: 8 }
evaluate: { every: 2, samples: 16, draws: 16, teacherSteps: 2, teacherCurve: null }
`;

/** Commands that look at a stranger's project from another folder, and commands that would run its code. */
const commands = (at: string): readonly (readonly string[])[] => [
  ["show", `${at}/runs/a`],
  ["ls", `${at}/runs`],
  ["compare", `${at}/runs/a`, `${at}/runs/a`],
  ["report", `${at}/runs/a`],
  ["complete", "--", "run", `${at}/stranger.yaml`, "loss."],
  ["run", `${at}/stranger.yaml`, "--dry-run"],
  ["validate", `${at}/stranger.yaml`],
  ["sample", `${at}/runs/a`, "-n", "2", "-o", "x.npy"],
  ["export", `${at}/runs/a`, "-o", "x.safetensors"],
  ["sweep", `${at}/stranger.yaml`, "seed=0,1", "--dry-run"],
];

/** Looks at a stranger's run and experiment: its plugin writes a file if it is run. */
export const strangersCode: Check = {
  id: "strangers-code",
  group: "trust",
  fault: "a stranger's run, experiment and plugin",
  done: "Ten commands were given on a project of someone else, whose plugin writes a file when it is imported.",
  times: { soak: 10, ci: 0 },
  run: lookAtStranger,
  control: {
    without: "the question whose code it is",
    edits: [
      {
        file: "packages/engine/src/plugins/load-plugin.ts",
        find: "  if (!trust(module)) throw",
        replace: '  if (module.use === "" && !trust(module)) throw',
      },
    ],
  },
};

async function lookAtStranger({ build, folder, times, tally }: CheckContext): Promise<void> {
  const [stranger, own] = [join(folder, "stranger"), join(folder, "own")];
  const cache = createCache(build, folder);
  for (const project of [stranger, own]) {
    mkdirSync(project);
    const manifest = { name: "project", type: "module", private: true, tweedie: { plugins: [] } };
    writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
    symlinkSync(join(build, "node_modules"), join(project, "node_modules"), "junction");
  }
  const template = readFileSync(join(build, "packages/create-tweedie/templates/loss/my-loss.ts"), "utf8");
  writeFileSync(join(stranger, "loss.ts"), canary + template);
  writeFileSync(join(stranger, "stranger.yaml"), experiment);
  const made = await finish({ build, cache, cwd: stranger, args: ["run", "stranger.yaml", "--out", "runs/a"] });
  if (canaries(stranger).length === 0) throw new Error(`the plugin of one's own project was not run: ${made.stderr}`);
  for (const args of commands(stranger).slice(0, times)) {
    for (const path of canaries(stranger)) rmSync(path);
    const end = await finish({ build, cache, cwd: own, args });
    const name = args.slice(0, 2).join(" ");
    const fault = faultOf(end);
    if (canaries(stranger).length > 0) tally.add("silent", `${name} has run the plugin`);
    else if (fault !== undefined) tally.add("crashed", `${name}: ${fault}`);
    else tally.add(end.code === 0 ? "harmless" : "refused");
  }
}

const canaries = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("canary") && !name.startsWith("node_modules"))
    .map((name) => join(folder, name));
