import { createExecutor } from "@tweedie/graph";
import { commonOps } from "../compare-ops.ts";
import { compareTarget } from "../compare-target.ts";

// The process of the job `webgpu`: compares ops and SiD updates with the CPU's, and prints one line.

const device = await createExecutor("webgpu");
console.log(await compareTarget(device, commonOps));
await device.dispose();
