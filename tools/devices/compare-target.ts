import { createExecutor, type Executor } from "@tweedie/graph";
import { compareOps, type OpFunctions } from "./compare-ops.ts";
import { compareUpdates } from "./compare-updates.ts";
import { updates } from "./updates.ts";

/** Compares functions and SiD updates with the CPU's. Returns one line. @throws Error with the first that differs */
export async function compareTarget(device: Executor, functions: OpFunctions): Promise<string> {
  const reference = await createExecutor("ort", { threads: 1 });
  const count = await compareOps(device, reference, functions);
  const differences: { readonly losses: number; readonly moments: number }[] = [];
  for (const [name, create] of Object.entries(updates)) {
    const begun = performance.now();
    const difference = await compareUpdates(create(), device, reference).catch((error: unknown) => {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    });
    console.error(`${name}: ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    differences.push(difference);
  }
  await reference.dispose();
  const largest = (of: "losses" | "moments") => Math.max(...differences.map((each) => each[of])).toExponential(1);
  const names = Object.keys(updates).join(", ");
  return `${count} functions; ${names}: losses within ${largest("losses")} of the CPU's, moments within ${largest("moments")}, continued bit for bit`;
}
