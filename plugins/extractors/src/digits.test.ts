import { random, tf, type Dataset, type NetworkExtractor } from "@tweedie/core";
import { standIns, testExtractor } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./digits.ts";
import { classCount, featureCount, initClassifier } from "./digits/classifier.ts";

const make = (data: Dataset) => plugin.create(plugin.options.parse({}) as never, data) as NetworkExtractor;

for (const size of [28, 14, 7]) testExtractor(plugin, { shape: [size, size, 1] });

test("the weights have the names and shapes of the classifier's initial weights", () => {
  const shapes = (params: ReturnType<typeof initClassifier>) =>
    Object.fromEntries(Object.entries(params).map(([name, { shape }]) => [name, shape]));
  const { weights, classes, extract } = make({ ...standIns().data, shape: [28, 28, 1] });
  expect(shapes(weights())).toEqual(shapes(initClassifier(random(0, "init"))));
  expect(classes).toBe(classCount);
  expect(
    extract(
      Object.fromEntries(
        Object.entries(weights()).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
      ),
      tf.zeros([2, 28, 28, 1]),
    ).features.shape,
  ).toEqual([2, featureCount]);
});

test.each([[[2]], [[8, 8, 1]], [[28, 28, 3]], [[28, 14, 1]]])("samples of shape [%s] are refused", (shape) => {
  expect(() => make({ ...standIns().data, shape })).toThrow("grey images of 28, 14 or 7 pixels");
});
