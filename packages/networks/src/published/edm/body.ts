import type { Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { PublishedLayer } from "../file-tensor.ts";
import type { DecoderStage, EncoderStage } from "./blocks.ts";

/** Adds the image to the first activation of a coarser resolution, and returns the image for the next one. */
export interface ImageInput extends Omit<PublishedLayer, "forward"> {
  forward(params: Params, h: Tensor, image: Tensor): { readonly h: Tensor; readonly image: Tensor };
}

/** Maps the last activation of a resolution, and the output of the coarser ones if they have any, to an output. */
export interface OutputHead extends Omit<PublishedLayer, "forward"> {
  forward(params: Params, h: Tensor, coarser: Tensor | undefined): Tensor;
}

/** Encoder of a U-Net, with an input of the image at each resolution, or none. */
export interface Encoder {
  readonly first: PublishedLayer;
  readonly stages: readonly EncoderStage[];
  readonly imageInputs: readonly (ImageInput | undefined)[];
}

/** Decoder of a U-Net, with an output at each resolution, or none. */
export interface Decoder {
  readonly stages: readonly DecoderStage[];
  readonly heads: readonly (OutputHead | undefined)[];
}

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** All layers of a U-Net without its embedding. */
export const bodyLayers = ({ first, stages, imageInputs }: Encoder, decoder: Decoder) => [
  first,
  ...present(imageInputs),
  ...stages.flatMap(({ down, blocks }) => present([down, ...blocks])),
  ...decoder.stages.flatMap(({ enter, blocks }) => [...enter, ...blocks]),
  ...present(decoder.heads),
];

/** Activations of the encoder that the decoder reads, from the first to the last. */
export function encode({ first, stages, imageInputs }: Encoder, params: Params, x: Tensor, e: Tensor): Tensor[] {
  const skips = [first.forward(params, x)];
  let image = x;
  for (const [i, { down, blocks }] of stages.entries()) {
    if (down) {
      const h = down.forward(params, skips.at(-1)!, e);
      const joined = imageInputs[i]?.forward(params, h, image) ?? { h, image };
      image = joined.image;
      skips.push(joined.h);
    }
    for (const layer of blocks) skips.push(layer.forward(params, skips.at(-1)!, e));
  }
  return skips;
}

/** Output of the decoder from the encoder's activations. */
export function decode({ stages, heads }: Decoder, params: Params, activations: readonly Tensor[], e: Tensor): Tensor {
  const skips = [...activations];
  let h = skips.at(-1)!;
  let output: Tensor | undefined;
  for (const [i, { enter, blocks }] of stages.entries()) {
    for (const layer of enter) h = layer.forward(params, h, e);
    for (const layer of blocks) h = layer.forward(params, h, e, skips.pop()!);
    output = heads[i]?.forward(params, h, output) ?? output;
  }
  return output!;
}
