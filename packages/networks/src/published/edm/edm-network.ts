import { drawsOf, initAll } from "../../layer.ts";
import { allTensors, type NetworkSettings, type PublishedNetwork } from "../file-tensor.ts";
import { firstChannels } from "../first-channels.ts";
import { bodyLayers, decode, encode, type Decoder, type Encoder } from "./body.ts";
import type { embedding } from "./embedding.ts";
import type { UnetLevel } from "./size.ts";
import type { Samples } from "../../samples.ts";
import { withFeatures } from "../../with-features.ts";

/** Parts of one of EDM's networks. */
export interface EdmNetworkParts {
  /** Embedding of noise level, class and augmentation. */
  readonly conditions: ReturnType<typeof embedding>;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  /** Side and channels of the coarsest resolution. */
  readonly coarsest: UnetLevel;
}

/** Network of EDM's form: a U-Net whose blocks receive one embedding. */
export function edmNetwork(
  { shape, classes }: Samples,
  settings: () => NetworkSettings,
  parts: EdmNetworkParts,
): PublishedNetwork {
  const { conditions, encoder, decoder, coarsest } = parts;
  const layers = [conditions, ...bodyLayers(encoder, decoder)];
  return {
    shape,
    classes,
    recomputes: true,
    init: (random) => initAll(layers, random),
    ...drawsOf(layers),
    dropsLabels: conditions.draws !== undefined,
    settings,
    fixed: conditions.fixed,
    augmentation: conditions.augmentation,
    tensors: allTensors(layers),
    ...withFeatures([coarsest.side, coarsest.side, coarsest.width], (params, x, noise, label) => {
      const e = conditions.forward(params, noise, label);
      const skips = encode(encoder, params, x, e);
      const output = firstChannels(decode(decoder, params, skips, e), shape[2]!);
      return { output, features: skips.at(-1)! };
    }),
  };
}
