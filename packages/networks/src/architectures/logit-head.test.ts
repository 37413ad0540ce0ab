import { mapParams, random, sizeOf, tf, type Params } from "@tweedie/core";
import { expectGradient, perturbed } from "@tweedie/testing";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import fixture from "./logit-head.fixture.json" with { type: "json" };
import { logitHead } from "./logit-head.ts";

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: readonly number[], seed: number): Tensor {
  const next = () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, next), [...shape]);
}

const layers = ["halve", "norm1", "join", "norm2", "logit"];
const published = (name: string) => name.replace(".scale", ".weight").replace(".shift", ".bias");
const order = layers.flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]);

/** The weights by the rule of tools/parity/generator.py, `[outputs, inputs, h, w]` there and `[h, w, inputs, outputs]` here. */
function weightsOf(shapes: Params<readonly number[]>): Params {
  return mapParams(shapes, (shape, name) => {
    const key = published(name.replace("head.", ""));
    const isVector = shape.length === 1;
    const file = isVector ? shape : [shape[3]!, shape[2]!, shape[0]!, shape[1]!];
    const isScale = isVector && key.includes("norm") && key.endsWith("weight");
    const fan = isVector ? 9 : sizeOf(file.slice(1));
    const scale = (isScale ? 0.3 : 1) * Math.sqrt(3 / fan);
    const values = numbers(file, order.indexOf(key) + 1)
      .mul(scale)
      .add(isScale ? 1 : 0);
    return isVector ? values : values.transpose([2, 3, 1, 0]);
  });
}

const close = (expected: readonly number[]) => ({ atol: 1e-5 * Math.max(...expected.map(Math.abs)), rtol: 1e-5 });

test("logits and gradients on 8x8 pixels equal those of DMD2's layers in PyTorch, to 1e-5", () => {
  const head = logitHead("head", [8, 8, 16]);
  const weights = weightsOf(mapParams(head.init(random(0, "head")), ({ shape }) => shape));
  const features = numbers([2, 16, 8, 8], 100).transpose([0, 2, 3, 1]);
  const names = Object.keys(weights);
  const loss = (x: Tensor, ...own: Tensor[]) =>
    head
      .forward(Object.fromEntries(names.map((name, i) => [name, own[i]!])), x)
      .square()
      .sum() as Scalar;
  const [inFeatures, ...inWeights] = tf.grads(loss)([features, ...Object.values(weights)]);
  expect(head.forward(weights, features).flatten()).toBeAllClose(fixture.logits, close(fixture.logits));
  const grid = tf.range(0, 8, 3, "int32");
  expect(inFeatures!.gather(grid, 1).gather(grid, 2).flatten()).toBeAllClose(fixture.features, close(fixture.features));
  names.forEach((name, i) => {
    const gradient = inWeights[i]!;
    const found = gradient.rank === 4 ? gradient.transpose([3, 2, 0, 1]).slice(0, 1).flatten() : gradient;
    const expected = (fixture.weights as Readonly<Record<string, number[]>>)[published(name.replace("head.", ""))]!;
    expect(found, name).toBeAllClose(expected, close(expected));
  });
});

test.each([[[3, 5, 8]], [[1, 4, 6]], [[10]]])(
  "features of shape %o have one logit a sample, with gradients",
  (shape) => {
    const head = logitHead("head", shape);
    const weights = perturbed(head.init(random(0, "head")));
    const x = tf.tensor(random(0, "x").normal(2 * sizeOf(shape)), [2, ...shape]);
    expect(head.forward(weights, x).shape).toEqual([2, 1]);
    expectGradient(
      ({ x, ...own }) => head.forward(own, x!).square().mean(),
      { ...weights, x },
      { step: 0.01, atol: 2e-3, rtol: 1e-2 },
    );
  },
);
