import { random, tf, type NetworkExtractor } from "@tweedie/core";
import mnist from "@tweedie/plugin-datasets/mnist";
import digits from "@tweedie/plugin-extractors/digits";
import { expect, test } from "vitest";

test.each([
  [28, 974],
  [14, 973],
  [7, 958],
] as const)("the shipped classifier recognises, of 985 held-out digits at %d pixels, %d", (size, right) => {
  const data = mnist.create({ size });
  const { samples, labels } = data.labelled!.heldOut(random(0, "digits"), 1_000);
  const extractor = digits.create(digits.options.parse({}) as never, data) as NetworkExtractor;
  const recognised = tf.tidy(() => {
    const weights = Object.entries(extractor.weights());
    const params = Object.fromEntries(weights.map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]));
    const { classes } = extractor.extract(params, tf.tensor(samples.data, [...samples.shape]));
    return classes!.argMax(-1).equal(tf.tensor1d(labels.data, "int32")).sum().dataSync()[0]!;
  });
  expect(labels.data).toHaveLength(985);
  expect(Math.abs(recognised - right)).toBeLessThanOrEqual(1); // rounding may change a tie
});
