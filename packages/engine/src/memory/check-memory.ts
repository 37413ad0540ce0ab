import type { Components } from "../components.ts";
import { type MemoryEstimate, memoryWarnings } from "./describe-memory.ts";
import { estimateMemory } from "./estimate-memory.ts";
import { machineMemory } from "./machine-memory.ts";

/** Memory from which an experiment is large: its estimate is then told. */
const large = 2 ** 31;

/** Result of the check. */
export interface MemoryCheck {
  /** Left out if the experiment is not large. */
  readonly memory?: MemoryEstimate;
  /** Warnings of phases that need more than there is. */
  readonly warnings: readonly string[];
}

/** Estimates the memory of an experiment before it runs. */
export async function checkMemory(components: Components, available = machineMemory()): Promise<MemoryCheck> {
  const phases = await estimateMemory(components, Math.min(large, available));
  if (!phases) return { warnings: [] };
  const peak = Math.max(...phases.map(({ bytes, microBatch }) => bytes(microBatch)));
  const memory = { peak: Math.round(peak), available };
  return { ...(peak >= large && { memory }), warnings: memoryWarnings(phases, available) };
}
