import { createHash } from "node:crypto";
import { join } from "node:path";
import { ndarray, random, tf, type NetworkExtractor, type OnnxExtractor } from "@tweedie/core";
import { exportModel, openModel } from "@tweedie/graph";
import mnist from "@tweedie/plugin-datasets/mnist";
import digits from "@tweedie/plugin-extractors/digits";
import onnx from "@tweedie/plugin-extractors/onnx";
import "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";

test("the classifier as an ONNX file, with channels first and pixels in 0..255, computes the same features as its weights", async () => {
  const data = mnist.create({ size: 28 });
  const samples = data.sample(random(0, "digits"), 8);
  const x = tf.tensor(samples.data, [...samples.shape]);
  const network = digits.create(digits.options.parse({}) as never, data) as NetworkExtractor;
  const weights = network.weights();
  const params = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );

  const file = await exportModel(
    (params, { x }) => ({ outputs: { ...network.extract(params, x!.transpose([0, 2, 3, 1]).div(127.5).sub(1)) } }),
    { weights, inputs: { x: ["batch", 1, 28, 28] } },
  );
  const path = join(temporaryFolder({ "digits.onnx": file }), "digits.onnx");
  const options = onnx.options.parse({
    ...{ path, sha256: createHash("sha256").update(file).digest("hex"), size: 28, channels: 1, features: "features" },
    ...{ classes: { output: "classes", count: 10 }, quantize: false },
  });
  const extractor = onnx.create(options as never, data) as OnnxExtractor;
  expect(extractor.outputs).toEqual({ features: "features", classes: "classes" });

  const model = await openModel(extractor.model(), path, { threads: 1 });
  const prepared = extractor.prepare(x);
  const actual = await model.run(ndarray(prepared.shape, Float32Array.from(prepared.dataSync())));
  const expected = network.extract(params, x);
  expect(actual["features"]!).toBeAllClose(expected.features, { atol: 1e-3, rtol: 1e-4 });
  expect(actual["classes"]!).toBeAllClose(expected.classes!, { atol: 1e-3, rtol: 1e-4 });
  await model.dispose();
});
