import { ndarray, type Dataset, type LabelledDraws, type Mixture } from "@tweedie/core";
import { unlimited } from "./unlimited.ts";

/** Draws from a Gaussian mixture over flat samples, `[means[0].length]`. The modes are the classes. */
export function mixtureDataset(mixture: Mixture): Dataset {
  const { means, weights, std } = mixture;
  const size = means[0]!.length;
  let sum = 0;
  const cumulative = weights.map((weight) => (sum += weight));

  const sample: LabelledDraws["sample"] = (random, count) => {
    const modes = random.uniform(count);
    const data = random.normal(count * size);
    const labels = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const found = cumulative.findIndex((sum) => modes[i]! < sum);
      const mode = found < 0 ? means.length - 1 : found; // where rounding leaves the weights' sum below the number drawn
      for (let j = 0; j < size; j++) data[i * size + j] = means[mode]![j]! + std * data[i * size + j]!;
      labels[i] = mode;
    }
    return { samples: ndarray([count, size], data), labels: ndarray([count], labels) };
  };
  return unlimited({
    shape: [size],
    sigmaData: sigmaOfMixture(mixture),
    mixture,
    sample: (random, count) => sample(random, count).samples,
    labelled: { classes: means.length, sample },
  });
}

/** Standard deviation over all elements: between the modes and within them. */
function sigmaOfMixture({ means, weights, std }: Mixture): number {
  const moment = (power: number) =>
    means.reduce((sum, mean, k) => sum + (weights[k]! * mean.reduce((s, x) => s + x ** power, 0)) / mean.length, 0);
  return Math.sqrt(moment(2) - moment(1) ** 2 + std ** 2);
}
