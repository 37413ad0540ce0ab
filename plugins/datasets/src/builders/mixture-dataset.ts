import { ndarray, type Dataset, type LabelledDraws, type Mixture } from "@tweedie/core";
import { distributionDataset } from "./distribution-dataset.ts";

/** Samples of a Gaussian mixture, of shape `[means[0].length]`. The modes are the classes. */
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
      const mode = found < 0 ? means.length - 1 : found; // rounding can leave the sum of the weights below the number drawn
      for (let j = 0; j < size; j++) data[i * size + j] = means[mode]![j]! + std * data[i * size + j]!;
      labels[i] = mode;
    }
    return { samples: ndarray([count, size], data), labels: ndarray([count], labels) };
  };
  return distributionDataset({
    shape: [size],
    sigmaData: mixtureStd(mixture),
    mixture,
    sample: (random, count) => sample(random, count).samples,
    labelled: { classes: means.length, sample },
  });
}

/** Standard deviation over all elements: the variance between the modes plus the variance within them. */
function mixtureStd({ means, weights, std }: Mixture): number {
  const moment = (power: number) =>
    means.reduce((sum, mean, k) => sum + (weights[k]! * mean.reduce((s, x) => s + x ** power, 0)) / mean.length, 0);
  return Math.sqrt(moment(2) - moment(1) ** 2 + std ** 2);
}
