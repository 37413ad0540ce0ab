import type { Tensor } from "@tensorflow/tfjs-core";

const elements = (x: Tensor): number[] => x.shape.slice(1).map((_, axis) => axis + 1);

/** Sum over the elements of each sample: `[b, ...]` to `[b]`. */
export const sumPerSample = (x: Tensor): Tensor => x.sum(elements(x));

/** Mean over the elements of each sample: `[b, ...]` to `[b]`. */
export const meanPerSample = (x: Tensor): Tensor => x.mean(elements(x));

/** Inner product of each pair of samples, `<x, y>`: `[b]`. */
export const inner = (x: Tensor, y: Tensor): Tensor => sumPerSample(x.mul(y));

/** `|x|²` of each sample: `[b]`. */
export const squaredNorm = (x: Tensor): Tensor => sumPerSample(x.square());
