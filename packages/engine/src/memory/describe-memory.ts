import type { PhaseMemory } from "./estimate-memory.ts";

/** Estimated memory of an experiment, in bytes. */
export interface MemoryEstimate {
  /** Largest memory of a phase. */
  readonly peak: number;
  /** Memory that the process may use. */
  readonly available: number;
}

/** Warnings of phases that need more memory than there is, with the keys to change. */
export const memoryWarnings = (phases: readonly PhaseMemory[], available: number): readonly string[] =>
  phases.flatMap((phase) => {
    const { phase: name, batch, microBatch, bytes } = phase;
    if (bytes(microBatch) <= available) return [];
    const state = microBatch === batch ? `batch of ${batch}` : `microBatch of ${microBatch}`;
    const need = `${name} with a ${state} needs about ${gib(bytes(microBatch))} of memory, and this machine has ${gib(available)}`;
    return [`${need}: ${remedy(phase, available)}`];
  });

/** The largest micro-batch that fits into three quarters of the memory, because the estimate is not exact; a smaller network if none does. */
function remedy({ phase, batch, microBatch, bytes }: PhaseMemory, available: number): string {
  const smaller = divisorsOf(batch).find((size) => size < microBatch && bytes(size) <= 0.75 * available);
  if (smaller === undefined) return "choose a smaller network (its width or channels), or an adapter";
  return `set \`${phase}.microBatch\` to ${smaller} (about ${gib(bytes(smaller))}), or lower \`${phase}.batch\` or the width of the network`;
}

/** Divisors of a number, the largest first. */
const divisorsOf = (number: number): readonly number[] =>
  Array.from({ length: number }, (_, i) => number - i).filter((divisor) => number % divisor === 0);

const gib = (bytes: number): string => {
  const size = bytes / 2 ** 30;
  return `${size >= 100 ? size.toFixed(0) : size.toFixed(1)} GiB`;
};
