import type { Tensor } from "@tensorflow/tfjs-core";
import { activations } from "../../layers/activations.ts";
import { dropout } from "../../layers/dropout.ts";
import { type UnetInputs, withSkip } from "../../layers/skip-connection.ts";
import { drawsOf, initAll } from "../../layer.ts";
import { conditionedNorm } from "../conditioned-norm.ts";
import { recomputable } from "../../recompute.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { kernel, matrix, norm, pointwise } from "../layers.ts";
import { resample, type Resampling } from "../resampling.ts";
import { selfAttention } from "./attention.ts";
import type { BlockStyle } from "./block-style.ts";
import { filterConstant, groupsOf } from "./conventions.ts";

const { silu } = activations;

/** Size of a block whose output has `side` by `side` pixels. */
export interface BlockSize {
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly embedding: number;
  readonly resampling?: Resampling | undefined;
  /** 0: no self-attention. */
  readonly heads: number;
  readonly dropout: number;
}

/**
 * Residual block of DDPM++ and ADM as EDM stores it, with tensors `norm0, conv0, affine, norm1, conv1`, `skip` where it has weights, and
 * `norm2, qkv, proj` with self-attention. Song et al., arXiv 2011.13456, appendix H; Dhariwal and Nichol, arXiv 2105.05233, section 3.
 *
 * A resampling halves or doubles the image sides before `conv0` and in the skip connection.
 */
export function block(
  name: string,
  { inputs, outputs, side, embedding, resampling, heads, dropout: rate }: BlockSize,
  style: BlockStyle,
): PublishedLayer<UnetInputs> {
  const { epsilon, conditioning, initial, sumScale, filter } = style;
  const norm0 = norm(`${name}.norm0`, inputs, groupsOf(inputs), epsilon);
  const conv0 = kernel(`${name}.conv0`, inputs, outputs, initial.plain);
  const conditioned = conditioning === "shift" ? outputs : 2 * outputs;
  const affine = matrix(`${name}.affine`, embedding, conditioned, initial.plain);
  const size = { channels: outputs, groups: groupsOf(outputs), epsilon, conditioning };
  const norm1 = conditionedNorm(`${name}.norm1`, size);
  const drop = dropout(`${name}.dropout`, [side, side, outputs], rate);
  const conv1 = kernel(`${name}.conv1`, outputs, outputs, initial.last);
  const projects = inputs !== outputs || (resampling !== undefined && style.projectsResampled);
  const skip = projects ? [pointwise(`${name}.skip`, inputs, outputs, initial.plain)] : [];
  const attention = heads > 0 ? [selfAttention(name, { channels: outputs, heads }, style)] : [];
  const layers = [norm0, conv0, affine, norm1, conv1, ...skip, ...attention];
  const filtered = resampling ? [`${name}.conv0`, `${name}.skip`] : [];
  const resized = (x: Tensor) => (resampling ? resample(x, resampling, filter) : x);
  return {
    init: (random) => initAll(layers, random),
    ...drawsOf([drop]),
    tensors: { ...allTensors(layers), constants: filtered.map((layer) => filterConstant(layer, filter)) },
    forward: recomputable(
      name,
      withSkip((params, h, e) => {
        const y = conv0.forward(params, resized(silu(norm0.forward(params, h))));
        const conditions = affine.forward(params, e).reshape([-1, 1, 1, conditioned]);
        const hidden = silu(norm1.forward(params, y, conditions));
        const change = conv1.forward(params, drop.forward(params, hidden));
        const residual = skip.reduce((x, layer) => layer.forward(params, x), resized(h));
        const sum = change.add(residual).mul(sumScale);
        return attention.reduce((x, layer) => layer.forward(params, x), sum);
      }),
    ),
  };
}
