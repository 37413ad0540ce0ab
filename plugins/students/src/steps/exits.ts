import { ndarray, type NDArrays, type UpdateStreams } from "@tweedie/core";
import { z } from "zod";

/** Step at which a sample of the training is taken. */
export const exitLaw = z
  .enum(["iteration", "update", "even"])
  .default("iteration")
  .describe(
    "Step of the training's samples: iteration, a random one for all updates of an iteration (SiD); update, a random one for each update (DMD2); even, each step for an equal part of the batch.",
  );

/** The steps of `count` samples as ones in the rows of `exits: [count, steps]`. Each step is equally likely. */
export function drawExits(
  law: z.output<typeof exitLaw>,
  { iteration, update }: UpdateStreams,
  { count, steps }: { readonly count: number; readonly steps: number },
): NDArrays {
  const [first] = law === "even" ? [0] : (law === "iteration" ? iteration : update).integers(1, steps);
  const data = new Float32Array(count * steps);
  for (let i = 0; i < count; i++) data[i * steps + (law === "even" ? i % steps : first!)] = 1;
  return { exits: ndarray([count, steps], data) };
}
