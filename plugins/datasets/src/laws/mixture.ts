import { ndarray, type Dataset, type Mixture } from "@tweedie/core";
import { unlimited } from "./unlimited.ts";

/** Draws from a Gaussian mixture over flat samples, `[means[0].length]`. */
export function mixtureDataset(mixture: Mixture): Dataset {
  const { means, weights, std } = mixture;
  const size = means[0]!.length;
  let sum = 0;
  const cumulative = weights.map((weight) => (sum += weight));

  return unlimited({
    shape: [size],
    sigmaData: sigmaOfMixture(mixture),
    mixture,
    sample(random, count) {
      const modes = random.uniform(count);
      const data = random.normal(count * size);
      for (let i = 0; i < count; i++) {
        const mode = cumulative.findIndex((sum) => modes[i]! < sum);
        const mean = means.at(mode)!; // -1, the last one, where rounding leaves the weights' sum below the number drawn
        for (let j = 0; j < size; j++) data[i * size + j] = mean[j]! + std * data[i * size + j]!;
      }
      return ndarray([count, size], data);
    },
  });
}

/** Standard deviation over all elements: between the modes and within them. */
function sigmaOfMixture({ means, weights, std }: Mixture): number {
  const moment = (power: number) =>
    means.reduce((sum, mean, k) => sum + (weights[k]! * mean.reduce((s, x) => s + x ** power, 0)) / mean.length, 0);
  return Math.sqrt(moment(2) - moment(1) ** 2 + std ** 2);
}
