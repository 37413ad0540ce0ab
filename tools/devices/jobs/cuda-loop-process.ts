import { createLoopExecutor } from "../../../packages/graph/src/cuda/loop-executor.ts";
import { createSession, loadOrt } from "../../../packages/graph/src/ort/session.ts";
import { allOps } from "../all-ops.ts";
import { commonOps } from "../compare-ops.ts";
import { compareTarget } from "../compare-target.ts";
import { compareMany } from "../cuda/compare-many.ts";
import { updates } from "../updates.ts";

// The process of the job `cuda-loop`: compares ops and SiD updates with the CPU's, and prints one line.

const ort = loadOrt();
const device = createLoopExecutor({
  ort,
  name: "cuda-loop",
  createSession: (model) => createSession(ort, model, { threads: 1, optimized: true }),
});
const compared = await compareTarget(device, { ...commonOps, ...allOps });
for (const [name, create] of Object.entries(updates)) {
  await compareMany(create(), device).catch((error: unknown) => {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  });
}
console.log(`${compared}; three iterations in one run are bit for bit three runs`);
await device.dispose();
