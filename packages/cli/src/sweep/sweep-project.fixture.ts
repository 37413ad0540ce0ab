import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const installed = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** A loss that fails, or ends its process, in the way that its option `mode` names. */
const loss = `import { definePlugin } from "@tweedie/core";
import { z } from "zod";
const allocated = [];
const modes = {
  fine: () => console.log("process " + process.pid),
  throws: () => { throw new Error("the loss is broken"); },
  exits: () => process.exit(0),
  killed: () => process.kill(process.pid, "SIGKILL"),
  outOfMemory: () => { for (;;) allocated.push(new Array(1e5).fill({}).map(() => ({}))); },
};
export default definePlugin({
  role: "loss",
  summary: "a loss that fails in several ways",
  options: z.strictObject({ mode: z.enum(["fine", "throws", "exits", "killed", "outOfMemory", "diverges"]).default("fine"), scale: z.number().default(1) }),
  create: ({ mode, scale }) => ({
    student: ({ epsTeacher, epsFake }) => {
      modes[mode]?.();
      return epsTeacher.sub(epsFake).square().sum(1).mul(mode === "diverges" ? NaN : scale);
    },
  }),
});
`;

const experiment = `name: ring
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1 }
teacher: teachers/mixture
student: { use: students/mlp, width: 8, depth: 1 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: ./loss.ts
distill: { steps: 20, batch: 8 }
evaluate: { every: 10, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2 }
`;

/** Creates a temporary project with a small experiment, `ring.yaml`. Returns its folder and a function that removes it. */
export function sweepProject(): { readonly root: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), "tweedie-sweep-"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ name: "sweeps", type: "module" }));
  writeFileSync(join(root, "ring.yaml"), experiment);
  writeFileSync(join(root, "loss.ts"), loss);
  mkdirSync(join(root, "node_modules"));
  for (const name of ["@tweedie", "zod"]) symlinkSync(join(installed, name), join(root, "node_modules", name));
  return { root, remove: () => rmSync(root, { recursive: true }) };
}
