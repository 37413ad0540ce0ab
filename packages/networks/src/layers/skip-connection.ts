import { type Params, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Inputs of a block of a U-Net: an activation, the embedding and, in the decoder, an activation of the encoder. */
export type UnetInputs = [h: Tensor, e: Tensor, skip?: Tensor];

/**
 * A block that has the channels of the encoder's activation beside those of its own input.
 *
 * The block itself concatenates them, so that recomputation keeps no copy of the two.
 */
export const withSkip =
  (forward: (params: Params, h: Tensor, e: Tensor) => Tensor) =>
  (params: Params, ...[h, e, skip]: UnetInputs): Tensor =>
    forward(params, skip ? tf.concat([h, skip], 3) : h, e);
