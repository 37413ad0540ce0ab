import { createExecutor } from "@tweedie/graph";
import { allOps } from "../all-ops.ts";
import { commonOps } from "../compare-ops.ts";
import { compareTarget } from "../compare-target.ts";

// The process of the job `tensorflow`: compares ops and SiD updates with the CPU's, and prints one line.

const device = await createExecutor("tensorflow");
console.log(await compareTarget(device, { ...commonOps, ...allOps }));
await device.dispose();
