import { totalmem } from "node:os";

/** Memory in bytes that this process may use: that of the machine, or of its control group (containers, Slurm). */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
