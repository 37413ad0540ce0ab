import { initAll } from "../../layer.ts";
import { activations } from "../../layers/activations.ts";
import { allTensors } from "../file-tensor.ts";
import { kernel, norm, pointwise } from "../layers.ts";
import { resample } from "../resampling.ts";
import type { ImageInput, OutputHead } from "./body.ts";
import { filterConstant, groupsOf } from "./conventions.ts";
import { last, plain, songEpsilon } from "./song-style.ts";
import type { UnetLevel } from "./size.ts";

type Filter = readonly number[];

/** The resampled image through a linear map of each pixel, added to the activation: tensors `aux_down`, `aux_skip`. */
export function skipInput({ name }: UnetLevel, colours: number, width: number, filter: Filter): ImageInput {
  const map = pointwise(`enc.${name}_aux_skip`, colours, width, plain);
  return {
    init: map.init,
    tensors: { ...map.tensors, constants: [filterConstant(`enc.${name}_aux_down`, filter)] },
    forward(params, h, image) {
      const halved = resample(image, "down", filter);
      return { h: h.add(map.forward(params, halved)), image: halved };
    },
  };
}

/**
 * The image, or the sum of the finer resolution, through a convolution that halves its sides, averaged with the activation: tensors
 * `aux_residual`. The filter is applied after the convolution, whose output has one more pixel on each side.
 */
export function residualInput({ name }: UnetLevel, inputs: number, width: number, filter: Filter): ImageInput {
  const path = `enc.${name}_aux_residual`;
  const border = filter.length / 2 - 1;
  const map = kernel(path, inputs, width, plain, { padding: [1 + border, 1 + border] });
  return {
    init: map.init,
    tensors: { ...map.tensors, constants: [filterConstant(path, filter)] },
    forward(params, h, image) {
      const halved = resample(map.forward(params, image), "down", filter, true);
      const sum = h.add(halved).mul(Math.SQRT1_2);
      return { h: sum, image: sum };
    },
  };
}

/** The output of a resolution, added to the coarser ones' doubled in size: tensors `aux_norm, aux_conv`, and `aux_up` if there are coarser ones. */
export function outputHead(
  { name, width }: UnetLevel,
  { outputs, filter, isCoarsest }: { readonly outputs: number; readonly filter: Filter; readonly isCoarsest: boolean },
): OutputHead {
  const path = `dec.${name}_aux`;
  const normalize = norm(`${path}_norm`, width, groupsOf(width), songEpsilon);
  const convolve = kernel(`${path}_conv`, width, outputs, last);
  const layers = [normalize, convolve];
  return {
    init: (random) => initAll(layers, random),
    tensors: { ...allTensors(layers), constants: isCoarsest ? [] : [filterConstant(`${path}_up`, filter)] },
    forward(params, h, coarser) {
      const own = convolve.forward(params, activations.silu(normalize.forward(params, h)));
      return coarser ? own.add(resample(coarser, "up", filter)) : own;
    },
  };
}
