import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The same values without a gradient (stop-gradient). */
export const detach = (x: Tensor): Tensor =>
  // A custom gradient without inputs ends the tape. A gradient of zeros would be propagated through the networks that computed `x`.
  tf.customGrad(() => ({ value: x.clone(), gradFunc: () => [] }))();
