import type { FakeScoreOutput } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** Log densities of a noised sample under the student's law and under the data's, each up to a constant: `[b, 2]`. */
export const energies: FakeScoreOutput = { name: "energies", size: 2 };

/** The student's: `[b]`. */
export const fakeEnergy = (verdict: Tensor): Tensor => verdict.slice([0, 0], [-1, 1]).flatten();

/** The data's: `[b]`. */
export const realEnergy = (verdict: Tensor): Tensor => verdict.slice([0, 1], [-1, 1]).flatten();
