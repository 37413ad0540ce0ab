import { ndarray, type NDArray, type Random, sizeOf } from "@tweedie/core";

/** Draws Gaussian samples with the mean and covariance of the given samples, and as many: `[n, ...shape]`. */
export function gaussianLike(samples: NDArray, random: Random): NDArray {
  const count = samples.shape[0]!;
  const size = sizeOf(samples.shape.slice(1));
  const mean = new Float64Array(size);
  samples.data.forEach((value, i) => (mean[i % size]! += value / count));

  const factor = cholesky(covariance(samples, mean, size), size);
  const noise = random.normal(count * size);
  const data = new Float32Array(count * size);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) {
      let value = mean[i]!;
      for (let j = 0; j <= i; j++) value += factor[i * size + j]! * noise[n * size + j]!;
      data[n * size + i] = value;
    }
  }
  return ndarray(samples.shape, data);
}

/** Lower triangle of the covariance: `[size, size]`. */
function covariance({ data, shape }: NDArray, mean: Float64Array, size: number): Float64Array {
  const count = shape[0]!;
  const sum = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) centred[i] = data[n * size + i]! - mean[i]!;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) sum[i * size + j]! += (centred[i]! * centred[j]!) / count;
    }
  }
  return sum;
}

/** Lower Cholesky factor of a covariance given by its lower triangle. Directions of zero variance give columns of zeros. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let value = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) value -= factor[i * size + k]! * factor[j * size + k]!;
      if (i === j) factor[j * size + j] = Math.sqrt(Math.max(value, 0));
      else factor[i * size + j] = factor[j * size + j]! > 1e-9 ? value / factor[j * size + j]! : 0;
    }
  }
  return factor;
}
