import { type NDArrays, type TrainableModel, under } from "@tweedie/core";
import type { MemoryUsage, NetworkBytes } from "../run/memory.ts";
import { trainableState, type TrainableWeights } from "../steps/trainable-weights.ts";

type TrainedModel = readonly [model: TrainableModel, trainable: TrainableWeights];

/** Memory of the models of a state, as they are and as full copies of the teacher. */
export function weightMemory(
  state: NDArrays,
  teacher: NDArrays,
  models: readonly TrainedModel[],
): Omit<MemoryUsage, "peak"> {
  const entries = models.map(([{ sharesTeacher }, trainable]) => {
    const own = bytesOf(state, trainable);
    const full = sharesTeacher ? bytesOf(trainableState(trainable, teacher), trainable) : own;
    return [trainable.name, { own, full }];
  });
  return {
    teacher: totalBytes(teacher),
    models: Object.fromEntries(entries) as MemoryUsage["models"],
  };
}

/** Largest resident memory of this process so far, in bytes. */
export const peakMemory = (): number => process.resourceUsage().maxRSS * 1_024;

const bytesOf = (state: NDArrays, { name }: TrainableWeights): NetworkBytes => ({
  weights: totalBytes(under(name, state)),
  moments: totalBytes(under(`adam.${name}`, state)),
  average: totalBytes(under(`ema.${name}`, state)),
});

const totalBytes = (arrays: NDArrays): number =>
  Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
