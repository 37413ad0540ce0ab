import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Position of each of `rows * columns` patches as sines and cosines of its row and its column: `[rows columns, width]`. arXiv 2111.06377. */
export function positionEmbedding(rows: number, columns: number, width: number): Tensor {
  const row = sinusoids(rows, width / 2).reshape([rows, 1, width / 2]);
  const column = sinusoids(columns, width / 2).reshape([1, columns, width / 2]);
  return tf
    .concat([row.mul(tf.ones([1, columns, 1])), column.mul(tf.ones([rows, 1, 1]))], 2)
    .reshape([rows * columns, width]);
}

/** Sinusoids of positions 0, ..., count - 1: `[count, size]`, sines first. Vaswani et al., arXiv 1706.03762, section 3.5. */
function sinusoids(count: number, size: number): Tensor {
  const half = size / 2;
  const at = (position: number, i: number) => {
    const angle = position / 10_000 ** ((i % half) / half);
    return i < half ? Math.sin(angle) : Math.cos(angle);
  };
  return tf.tensor2d(
    Array.from({ length: count }, (_, position) => Array.from({ length: size }, (_, i) => at(position, i))),
  );
}
