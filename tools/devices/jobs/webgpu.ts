import { fileURLToPath } from "node:url";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, runChild } from "../child.ts";
import { compareResume } from "../compare-resume.ts";
import type { Job } from "../job.ts";
import { softwareVulkan } from "../vulkan/provide.ts";

const script = fileURLToPath(new URL("webgpu-process.ts", import.meta.url));

/** ONNX Runtime's WebGPU provider on a software implementation of Vulkan, also where the machine has a GPU. */
export const webgpu: Job = {
  name: "webgpu",
  run: async () => {
    const environment = await softwareVulkan();
    const steps = await runChild(script, environment, 900);
    return `${steps}; ${await compareKilledRun(environment)}`;
  },
};

const steps = 12;

/** A small network, because each process compiles its shaders. The teacher is a closed form. */
const experiment = [
  ...["experiments/mixture/sid.yaml", "teacher=teachers/mixture", "student.init=random", "fakeScore.init=random"],
  ...["network.width=8", "network.depth=1", `distill.steps=${steps}`, "distill.batch=16"],
  ...[`evaluate.every=${steps}`, "evaluate.samples=16", "evaluate.draws=16", "log.every=2", "checkpoint.every=4"],
];

/** Kills a run of the command and resumes it. Returns a part of a line. @throws Error if it wrote other bytes than a whole run */
async function compareKilledRun(vulkan: Environment): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-devices-"));
  const environment = { ...vulkan, TWEEDIE_CACHE: join(folder, "cache") };
  const begun = performance.now();
  try {
    await compareResume({ args: [...experiment, "--backend", "webgpu"], steps, environment, folder });
    return `a run killed and resumed bit for bit in ${((performance.now() - begun) / 1_000).toFixed(0)} s`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
