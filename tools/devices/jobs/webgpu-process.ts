import { createExecutor } from "@tweedie/graph";
import { compareOps } from "../compare-ops.ts";
import { compareUpdates } from "../compare-updates.ts";
import { updates } from "../updates.ts";

// The process of the job `webgpu`: compares ops and SiD updates with the CPU's, and prints one line.

const [device, reference] = [await createExecutor("webgpu"), await createExecutor("ort", { threads: 1 })];
const ops = await compareOps(device, reference);
const differences: { readonly losses: number; readonly moments: number }[] = [];
for (const [name, create] of Object.entries(updates)) {
  const begun = performance.now();
  const difference = await compareUpdates(create(), device, reference).catch((error: unknown) => {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  });
  console.error(`${name}: ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  differences.push(difference);
}
await device.dispose();
await reference.dispose();
const largest = (of: "losses" | "moments") => Math.max(...differences.map((each) => each[of])).toExponential(1);
console.log(
  `${ops} ops; ${Object.keys(updates).join(", ")}: losses within ${largest("losses")} of the CPU's, moments within ${largest("moments")}, continued bit for bit`,
);
