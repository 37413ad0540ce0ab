import { tf } from "@tweedie/core";
import digits from "@tweedie/plugin-extractors/digits";
import onnx from "@tweedie/plugin-extractors/onnx";
import { make, normal, scoredBatch, testLoss } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import regression from "./regression.ts";

testLoss(regression);
testLoss(regression, { options: { distance: "huber", c: 0.5 } });

const plugins = { "extractors/digits": digits, "extractors/onnx": onnx };
const numbers = (x: Tensor) => [...x.dataSync()];
const [xg, target] = [normal("xg", [4, 3]), normal("target", [4, 3])];
const batchOf = (x: Tensor) => ({ ...scoredBatch(x), target });
const difference = (i: number) => [0, 1, 2].map((j) => numbers(xg)[3 * i + j]! - numbers(target)[3 * i + j]!);
const rows = [0, 1, 2, 3];

describe("against closed forms", () => {
  test("l2 is |y|², with the gradient 2 y", () => {
    const loss = make(regression);
    const expected = rows.map((i) => difference(i).reduce((sum, y) => sum + y * y, 0));
    expect(loss.student(batchOf(xg))).toBeAllClose(expected);
    const gradient = tf.grad((x: Tensor) => loss.student(batchOf(x)).sum())(xg);
    expect(gradient).toBeAllClose(
      tf.tensor(
        rows.flatMap((i) => difference(i).map((y) => 2 * y)),
        [4, 3],
      ),
    );
  });

  test("huber is sqrt(|y|² + n c²) - c sqrt(n), with the gradient y / sqrt(|y|² + n c²)", () => {
    const [c, n] = [0.4, 3];
    const loss = make(regression, { options: { distance: "huber", c } });
    const roots = rows.map((i) => Math.sqrt(difference(i).reduce((sum, y) => sum + y * y, 0) + n * c * c));
    expect(loss.student(batchOf(xg))).toBeAllClose(roots.map((root) => root - c * Math.sqrt(n)));
    const gradient = tf.grad((x: Tensor) => loss.student(batchOf(x)).sum())(xg);
    expect(gradient).toBeAllClose(
      tf.tensor(
        rows.flatMap((i) => difference(i).map((y) => y / roots[i]!)),
        [4, 3],
      ),
    );
  });

  test("the huber distance of equal samples is 0, with the gradient 0", () => {
    const loss = make(regression, { options: { distance: "huber" } });
    const equal = { ...batchOf(xg), target: xg };
    expect(loss.student(equal)).toBeAllClose([0, 0, 0, 0]);
    const gradient = tf.grad((x: Tensor) => loss.student({ ...equal, xg: x }).sum())(xg);
    expect(gradient).toBeAllClose(tf.zeros([4, 3]));
  });
});

describe("of features", () => {
  const images = { shape: [14, 14, 1], plugins };
  const [x, y] = [normal("images", [4, 14, 14, 1]), normal("others", [4, 14, 14, 1])];

  test("is the squared distance of the extractor's features", () => {
    const loss = make(regression, { ...images, options: { features: "extractors/digits" } });
    const extractor = make(digits, images);
    if (!("extract" in extractor)) throw new Error("the extractor of digits is a network");
    const params = Object.fromEntries(
      Object.entries(extractor.weights()).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const of = (samples: Tensor) => extractor.extract(params, samples).features;
    const expected = of(x).sub(of(y)).square().sum(1);
    expect(Math.min(...numbers(expected))).toBeGreaterThan(0.1);
    expect(loss.student({ ...scoredBatch(x), target: y })).toBeAllClose(expected, { rtol: 1e-5 });
  });

  test("refuses an extractor without a gradient", () => {
    const options = {
      features: { use: "extractors/onnx", path: import.meta.filename, sha256: "0".repeat(64), channels: 1 },
    };
    expect(() => make(regression, { ...images, options })).toThrow(
      expect.objectContaining({
        where: "loss.features",
        what: "`extractors/onnx` is a file that has no gradient",
      }) as Error,
    );
  });
});
