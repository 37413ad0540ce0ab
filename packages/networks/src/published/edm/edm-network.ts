import { drawsOf, initAll } from "../../layer.ts";
import { allTensors, type NetworkSettings, type PublishedNetwork } from "../file-tensor.ts";
import { firstChannels } from "../first-channels.ts";
import { bodyLayers, decode, encode, type Decoder, type Encoder } from "./body.ts";
import type { embedding } from "./embedding.ts";
import type { Samples } from "../../samples.ts";

/** Parts of one of EDM's networks. */
export interface EdmNetworkParts {
  /** Embedding of noise level, class and augmentation. */
  readonly conditions: ReturnType<typeof embedding>;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
}

/** Network of EDM's form: a U-Net whose blocks receive one embedding. */
export function edmNetwork(
  { shape, classes }: Samples,
  settings: () => NetworkSettings,
  parts: EdmNetworkParts,
): PublishedNetwork {
  const { conditions, encoder, decoder } = parts;
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
    forward(params, x, noise, label) {
      const e = conditions.forward(params, noise, label);
      return firstChannels(decode(decoder, params, encode(encoder, params, x, e), e), shape[2]!);
    },
  };
}
