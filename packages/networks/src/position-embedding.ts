import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** Where each of `rows * columns` patches lies, as sines and cosines of its row and of its column: `[rows columns, width]`. arXiv 2111.06377. */
export function positionEmbedding(rows: number, columns: number, width: number): Tensor {
  const row = waves(rows, width / 2).reshape([rows, 1, width / 2]);
  const column = waves(columns, width / 2).reshape([1, columns, width / 2]);
  return tf
    .concat([row.mul(tf.ones([1, columns, 1])), column.mul(tf.ones([rows, 1, 1]))], 2)
    .reshape([rows * columns, width]);
}

/** Vaswani et al.'s waves of the numbers below `count`: `[count, size]`, sines first. */
function waves(count: number, size: number): Tensor {
  const half = size / 2;
  const at = (place: number, i: number) => {
    const angle = place / 10_000 ** ((i % half) / half);
    return i < half ? Math.sin(angle) : Math.cos(angle);
  };
  return tf.tensor2d(Array.from({ length: count }, (_, place) => Array.from({ length: size }, (_, i) => at(place, i))));
}
