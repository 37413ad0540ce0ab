import type { Level } from "@tweedie/core";
import { detach, inner, sigmaOf } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";

interface Scores {
  /** The student's samples: `[b, ...]`. */
  readonly xg: Tensor;
  readonly epsTeacher: Tensor;
  readonly epsFake: Tensor;
  readonly level: Level;
}

/** A loss with the gradient of the reverse KL divergence: `<(ε_φ - ε_ψ) / sigma, xg>`, the first factor held constant: `[b]`. */
export const reverseKlLoss = ({ xg, epsTeacher, epsFake, level }: Scores): Tensor =>
  inner(detach(epsTeacher.sub(epsFake).div(sigmaOf(level))), xg);
