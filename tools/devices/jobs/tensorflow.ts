import { fileURLToPath } from "node:url";
import { runChild } from "../child.ts";
import type { Job } from "../job.ts";
import { compareRuns } from "../tensorflow/compare-runs.ts";
import { buildBackend } from "../tensorflow/provide.ts";

const script = fileURLToPath(new URL("tensorflow-process.ts", import.meta.url));

/** TensorFlow's XLA on the CPU: its addon, ops and updates, and runs of the command. */
export const tensorflow: Job = {
  name: "tensorflow",
  run: async () => {
    const environment = await buildBackend();
    const steps = await runChild(script, environment, 900);
    return `${steps}; ${await compareRuns(environment)}`;
  },
};
