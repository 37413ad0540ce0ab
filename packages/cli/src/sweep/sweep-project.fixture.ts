import { ringExperiment, temporaryProject } from "@tweedie/testing/projects";
import { afterAll } from "vitest";

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

const files = {
  "base.yaml": ringExperiment("./loss.ts"),
  "ring.yaml": `extends: base.yaml
distill: { steps: 20 }
evaluate: { every: 10, samples: 32, draws: 16, metrics: [metrics/sliced-wasserstein], teacherSteps: 2 }
`,
  "loss.ts": loss,
};

/** Creates a project with a small experiment, `ring.yaml`, for the tests of a file. Returns its folder. */
export const sweepProject = (): string => temporaryProject(files, afterAll);
