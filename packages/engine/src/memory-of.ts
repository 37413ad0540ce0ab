import { type NDArrays, type TrainableModel, under } from "@tweedie/core";
import type { Memory, NetworkBytes } from "./run/memory.ts";
import { type Trainable, trainableState } from "./steps/trainable.ts";

type Part = readonly [player: TrainableModel, trainable: Trainable];

/** What the players of a state take, and what they would take as copies of the teacher. */
export function memoryOf(state: NDArrays, teacher: NDArrays, players: readonly Part[]): Memory {
  const parts = players.map(([{ sharesTeacher }, trainable]) => {
    const own = bytesOf(state, trainable);
    const full = sharesTeacher ? bytesOf(trainableState(trainable, teacher), trainable) : own;
    return [trainable.name, { own, full }];
  });
  return {
    teacher: bytesIn(teacher),
    models: Object.fromEntries(parts) as Memory["models"],
    peak: process.resourceUsage().maxRSS * 1_024,
  };
}

const bytesOf = (state: NDArrays, { name }: Trainable): NetworkBytes => ({
  weights: bytesIn(under(name, state)),
  moments: bytesIn(under(`adam.${name}`, state)),
  average: bytesIn(under(`ema.${name}`, state)),
});

const bytesIn = (arrays: NDArrays): number => Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
