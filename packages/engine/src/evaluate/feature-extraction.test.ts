import { ndarray, random, tf, type Extractor, type Features, type NDArray, type OnnxExtractor } from "@tweedie/core";
import { createExecutor, exportModel } from "@tweedie/graph";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { regroup, streamOfArray } from "../sampling/sample-stream.ts";
import { createFeatureExtraction, type FeatureExtraction } from "./feature-extraction.ts";

const shape = [2, 2, 1];
const samples = ndarray([300, ...shape], random(0, "x").normal(1_200));
const w = ndarray([4, 3], random(0, "w").normal(12));
const executor = await createExecutor("ort", { threads: 1 });

/** Features of all samples, batch by batch. */
async function extractAll({ batch, extract }: FeatureExtraction) {
  const parts: Features<NDArray>[] = [];
  for await (const part of regroup(streamOfArray(samples).batches, batch)) parts.push(await extract(part));
  const join = (name: keyof Features) =>
    ndarray([300, parts[0]![name]!.shape[1]!], Float32Array.from(parts.flatMap((part) => [...part[name]!.data])));
  return { features: join("features"), classes: join("classes") };
}

const network: Extractor = {
  classes: 3,
  weights: () => ({ w }),
  extract: ({ w }, x) => {
    const classes = x.reshape([-1, 4]).matMul(w!);
    return { features: classes.tanh(), classes };
  },
};

test("features of samples do not depend on the batches", async () => {
  const features = await extractAll(createFeatureExtraction(executor, network, shape));
  const classes = tf.tensor2d(samples.data, [300, 4]).matMul(tf.tensor2d(w.data, [4, 3]));
  expect(features.classes!.shape).toEqual([300, 3]);
  expect(features.classes!).toBeAllClose(classes, { atol: 1e-5 });
  expect(features.features).toBeAllClose(classes.tanh(), { atol: 1e-5 });
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

test("an ONNX file gives the features of the network that it was exported from", async () => {
  const outputs = { features: "features", classes: "classes" };
  const features = await extractAll(createFeatureExtraction(executor, onnx(outputs), shape));
  const expected = await extractAll(createFeatureExtraction(executor, network, shape));
  expect(features.features.shape).toEqual([300, 3]);
  expect(features.features).toBeAllClose(expected.features, { atol: 1e-5 });
  expect(features.classes!).toBeAllClose(expected.classes!, { atol: 1e-5 });
});

test("an output that the file lacks is refused, and the message lists its outputs", async () => {
  const extraction = createFeatureExtraction(executor, onnx({ features: "pool" }), shape);
  await expect(extractAll(extraction)).rejects.toThrow(/has no output named pool\n.*one of .*features/);
});

test("a file with another number of classes than declared is refused", async () => {
  const extraction = createFeatureExtraction(executor, { ...onnx({ classes: "classes" }), classes: 4 }, shape);
  await expect(extractAll(extraction)).rejects.toThrow(/output classes of the file has 3 classes, not 4\n.*count: 3/);
});

test("weights are read at the first extraction, once", async () => {
  let reads = 0;
  const extraction = createFeatureExtraction(executor, { ...network, weights: () => ({ w: (reads++, w) }) }, shape);
  expect(reads).toBe(0);
  await extractAll(extraction);
  await extractAll(extraction);
  expect(reads).toBe(1);
  await extraction.dispose();
});
