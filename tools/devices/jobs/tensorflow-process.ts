import { createExecutor } from "@tweedie/graph";
import { allOps } from "../all-ops.ts";
import { commonOps } from "../compare-ops.ts";
import { compareTarget } from "../compare-target.ts";
import { compareUpdates } from "../compare-updates.ts";
import { compareMany } from "../cuda/compare-many.ts";
import { comparePrecision } from "../tensorflow/compare-precision.ts";
import { updates } from "../updates.ts";

// The process of the job `tensorflow`: compares ops and SiD updates with the CPU's, and prints one line.

const device = await createExecutor("tensorflow");
const line = await compareTarget(device, { ...commonOps, ...allOps });
await compareMany(updates["MLP"]!(), device);
await device.dispose();

const [eager, reference] = [await createExecutor("tensorflow-eager"), await createExecutor("ort", { threads: 1 })];
const { losses } = await compareUpdates(updates["MLP"]!(), eager, reference);
const half = await comparePrecision(updates["MLP"]!());
console.log(
  `${line}; three iterations in one call are bit for bit three calls; the MLP op by op: losses within ${losses.toExponential(1)}; ${half}`,
);
