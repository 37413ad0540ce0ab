import { ndarray, random, tf, type Extractor, type OnnxExtractor } from "@tweedie/core";
import { createExecutor, exportModel } from "@tweedie/graph";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { createExtraction } from "./extract.ts";

const shape = [2, 2, 1];
const samples = ndarray([300, ...shape], random(0, "x").normal(1_200));
const w = ndarray([4, 3], random(0, "w").normal(12));
const executor = await createExecutor("ort", { threads: 1 });

const network: Extractor = {
  classes: 3,
  weights: () => ({ w }),
  extract: ({ w }, x) => {
    const classes = x.reshape([-1, 4]).matMul(w!);
    return { features: classes.tanh(), classes };
  },
};

test("samples are seen as they are all at once, whatever the batch", async () => {
  const seen = await createExtraction(executor, network, shape).extract(samples);
  const classes = tf.tensor2d(samples.data, [300, 4]).matMul(tf.tensor2d(w.data, [4, 3]));
  expect(seen.classes!.shape).toEqual([300, 3]);
  expect(seen.classes!).toBeAllClose(classes, { atol: 1e-5 });
  expect(seen.features).toBeAllClose(classes.tanh(), { atol: 1e-5 });
});

const file = await exportModel(
  ({ w }, { x }) => {
    const classes = x!.reshape([-1, 4]).matMul(w!);
    return { outputs: { features: classes.tanh().reshape([-1, 3, 1]), classes } };
  },
  { weights: { w }, inputs: { x: ["batch", ...shape] } },
);
const onnx = (outputs: OnnxExtractor["outputs"]): OnnxExtractor => ({
  model: () => file,
  prepare: (x) => x,
  batch: 7,
  outputs,
  classes: 3,
});

test("a file sees what the network sees that it was made of", async () => {
  const seen = await createExtraction(executor, onnx({ features: "features", classes: "classes" }), shape).extract(
    samples,
  );
  const expected = await createExtraction(executor, network, shape).extract(samples);
  expect(seen.features.shape).toEqual([300, 3]);
  expect(seen.features).toBeAllClose(expected.features, { atol: 1e-5 });
  expect(seen.classes!).toBeAllClose(expected.classes!, { atol: 1e-5 });
});

test("an output that the file does not have is refused with those that it has", async () => {
  const extraction = createExtraction(executor, onnx({ features: "pool" }), shape);
  await expect(extraction.extract(samples)).rejects.toThrow(/gives nothing called pool\n.*one of .*features/);
});

test("a file that tells other than the said number of classes apart is refused", async () => {
  const extraction = createExtraction(executor, { ...onnx({ classes: "classes" }), classes: 4 }, shape);
  await expect(extraction.extract(samples)).rejects.toThrow(/classes tells 3 classes apart, not 4\n.*count: 3/);
});

test("weights are not read before something is to be seen", async () => {
  let reads = 0;
  const extraction = createExtraction(executor, { ...network, weights: () => ({ w: (reads++, w) }) }, shape);
  expect(reads).toBe(0);
  await extraction.extract(samples);
  await extraction.extract(samples);
  expect(reads).toBe(1);
  await extraction.dispose();
});
