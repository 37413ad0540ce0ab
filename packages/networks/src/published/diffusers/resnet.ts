import { activations } from "../../layers/activations.ts";
import { dropout } from "../../layers/dropout.ts";
import { type UnetInputs, withSkip } from "../../layers/skip-connection.ts";
import { recomputable } from "../../recompute.ts";
import { drawsOf, initAll } from "../../layer.ts";
import { conditionedNorm } from "../conditioned-norm.ts";
import { allTensors, type PublishedLayer } from "../file-tensor.ts";
import { fanIn } from "../initial.ts";
import { kernel, matrix, norm, pointwise } from "../layers.ts";
import type { DiffusersUnetSize } from "./size.ts";

const { silu } = activations;

/** Initial values of PyTorch, with which all layers of diffusers begin. */
export const torchDefault = { weight: fanIn, bias: fanIn };

/** Size of a residual block over images of `side` by `side` pixels. */
export interface ResnetSize {
  readonly inputs: number;
  readonly outputs: number;
  readonly side: number;
  readonly embedding: number;
  /** Divisor of the sum of the two branches. */
  readonly scale: number;
}

/**
 * Residual block with tensors `norm1, conv1, time_emb_proj, norm2, conv2`, and `conv_shortcut` if the number of channels changes.
 * Ho et al., arXiv 2006.11239, appendix B; with `scale-shift` Dhariwal and Nichol, arXiv 2105.05233, section 3.
 */
export function resnet(
  name: string,
  { inputs, outputs, side, embedding, scale }: ResnetSize,
  { groups, epsilon, conditioning, dropout: rate = 0 }: DiffusersUnetSize,
): PublishedLayer<UnetInputs> {
  const conditioned = conditioning === "shift" ? outputs : 2 * outputs;
  const norm1 = norm(`${name}.norm1`, inputs, groups, epsilon);
  const conv1 = kernel(`${name}.conv1`, inputs, outputs, torchDefault);
  const projection = matrix(`${name}.time_emb_proj`, embedding, conditioned, torchDefault);
  const norm2 = conditionedNorm(`${name}.norm2`, { channels: outputs, groups, epsilon, conditioning });
  const drop = dropout(`${name}.dropout`, [side, side, outputs], rate);
  const conv2 = kernel(`${name}.conv2`, outputs, outputs, torchDefault);
  const shortcut = inputs === outputs ? [] : [pointwise(`${name}.conv_shortcut`, inputs, outputs, torchDefault)];
  const layers = [norm1, conv1, projection, norm2, conv2, ...shortcut];
  return {
    init: (random) => initAll(layers, random),
    ...drawsOf([drop]),
    tensors: allTensors(layers),
    forward: recomputable(
      name,
      withSkip((params, h, e) => {
        const y = conv1.forward(params, silu(norm1.forward(params, h)));
        const conditions = projection.forward(params, silu(e)).reshape([-1, 1, 1, conditioned]);
        const hidden = silu(norm2.forward(params, y, conditions));
        const change = conv2.forward(params, drop.forward(params, hidden));
        const residual = shortcut.reduce((x, layer) => layer.forward(params, x), h);
        const sum = residual.add(change);
        return scale === 1 ? sum : sum.div(scale);
      }),
    ),
  };
}
