import { join } from "node:path";
import { type FakeScore, mapParams, nest, type Params, random, sizeOf, tf } from "@tweedie/core";
import { addNoise, levelOf } from "@tweedie/diffusion";
import { tensorsOf } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import type { Scalar, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Components, createComponents } from "../components.ts";
import { cifar10Files } from "../experiment/cifar10.fixture.ts";
import { validateExperiment } from "../experiment/validate.ts";
import fixture from "./adversarial-presets.fixture.json" with { type: "json" };
import { fakeScoreOutputs } from "./fake-score-outputs.ts";
import { weightedFakeScoreLoss, weightedStudentTerms } from "../steps/weighted-loss.ts";

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: readonly number[], seed: number): Tensor {
  const next = () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return seed / 2 ** 31 - 1;
  };
  return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, next), [...shape]);
}

const image = (seed: number, scale = 1): Tensor =>
  numbers([4, 3, 32, 32], seed).mul(scale).transpose([0, 2, 3, 1]) as Tensor;
const weights = (): Params => ({
  inner: numbers([4, 3], 11),
  outer: numbers([3, 4], 12),
  head: numbers([1, 4, 2, 2], 13),
});
const pixels = (x: Tensor, stride: number) => {
  const rows = tf.range(0, 32, stride, "int32");
  return x.gather(rows, 1).gather(rows, 2);
};

/** The fake score of tools/parity/adversarial.py, with its means or its head as the discriminator. */
function fakeScoreOf(hasHead: boolean): FakeScore {
  const withLogits: FakeScore["withLogits"] = ({ inner, outer, head }, xt, { alphaBar, betaBar }) => {
    const [batch, ...image] = xt.shape as [number, number, number, number];
    const channels = (x: Tensor, matrix: Tensor) => x.reshape([-1, x.shape[3]!]).matMul(matrix, false, true);
    const level = betaBar.div(alphaBar).log().mul(0.3);
    const h = channels(xt, inner!)
      .reshape([batch, ...image.slice(0, 2), 4])
      .add(level)
      .sin();
    const features = pixels(h, 16).mul(20); // [b, 2, 2, 4]
    const kernel = head!.transpose([2, 3, 1, 0]) as Tensor4D;
    const logits = hasHead ? tf.conv2d(features as Tensor4D, kernel, 1, "valid") : features.mean(3);
    return { epsilon: channels(h, outer!).reshape(xt.shape), logits: logits.reshape([batch, -1]) };
  };
  return { init: () => ({}), epsilon: (...inputs) => withLogits(...inputs).epsilon, withLogits };
}

const teacher = (x: Tensor) => x.mul(0.7).add(0.2).sin();
const levelsAt = (sigmas: readonly number[]) => levelOf(tf.ones([4]), tf.tensor1d([...sigmas]), 4);
const noiseAt = (seed: number, sigmas: readonly number[]): Params => ({
  eps: image(seed, 1.7),
  alphaBar: tf.ones([4]),
  betaBar: tf.tensor1d([...sigmas]),
});
const [low, high] = [0.002 ** (1 / 7), 80 ** (1 / 7)];
const units = (seed: number) => [...numbers([4], seed).dataSync()];
const { sigmas } = fixture;

const presets = {
  sida: {
    head: false,
    student: units(3).map((u) => (high + (1 - ((u + 1) / 2) * 0.8) * (low - high)) ** 7),
    fakeScore: units(5).map((u) => Math.exp(1.2 * u * 1.7 - 1.2)),
    draws: {},
    scale: 1,
  },
  dmd2: {
    head: true,
    student: sigmas.student,
    fakeScore: sigmas.fakeScore,
    draws: { generated: noiseAt(7, sigmas.studentLogits), real: noiseAt(8, sigmas.real) },
    scale: 3_072, // the code's losses are means over the elements
  },
} as const;

/** Iteration after the last change of a weight. */
const late = 1_000;
const folder = temporaryFolder({}, afterAll);
const files = cifar10Files(folder);

const close = (expected: readonly number[]) => ({ atol: 1e-5 * Math.max(...expected.map(Math.abs)), rtol: 1e-5 });

describe.each(["sida", "dmd2"] as const)(
  "experiments/cifar10/%s.yaml has the losses of the published code, to 1e-5",
  (name) => {
    const preset = presets[name];
    const fakeScore = fakeScoreOf(preset.head);
    let components: Components;

    beforeAll(async () => {
      const file = join(import.meta.dirname, `../../../../experiments/cifar10/${name}.yaml`);
      const overrides = [files.data, files.teacher, ...files.fid];
      components = await createComponents(await validateExperiment({ file, overrides }));
    });

    /** Draws of the loss, with the samples and the noise of the fixture. */
    function drawsOf(generated: Params, iteration: number): Params {
      const { loss } = components.distillation;
      const noise =
        "real" in preset.draws
          ? { ...nest("generated.noise", generated), ...nest("real.noise", preset.draws.real) }
          : {};
      return {
        ...tensorsOf(loss.draws!(random(0, "draws"), 4, iteration)),
        ...nest("terms.adversarial", { "real.x0": image(6), ...noise }),
      };
    }

    const batchOf = (xg: Tensor, psi: Params, noise: { readonly eps: Tensor; readonly sigmas: readonly number[] }) => {
      const { eps } = noise;
      const level = levelsAt(noise.sigmas);
      const xt = addNoise(xg, eps, level);
      const outputs = fakeScoreOutputs(fakeScore, psi, components.distillation.loss, { xt, level, label: undefined });
      return { xg, xt, eps, level, ...outputs, epsTeacher: teacher(xt), teacher };
    };

    /** Terms of the student's loss, a mean over the batch each. */
    function studentTerms(xg: Tensor, iteration = late): Params {
      const { loss, models } = components.distillation;
      const batch = batchOf(xg, weights(), { eps: image(2, 1.7), sigmas: preset.student });
      const generated = "generated" in preset.draws ? preset.draws.generated : {};
      const terms = weightedStudentTerms(loss, models.student.weighting, {
        ...batch,
        draws: drawsOf(generated, iteration),
      });
      return mapParams(terms, (term) => term.mean().div(preset.scale));
    }

    test.each(["score", "adversarial"] as const)("the student's: %s", (term) => {
      const { value, gradient, squares } = fixture[name].student[term];
      const found = tf.grad((xg: Tensor) => studentTerms(xg)[term] as Scalar)(image(1));
      expect(pixels(found, 8).flatten()).toBeAllClose(gradient, close(gradient));
      expect(found.square().sum().dataSync()[0]! / squares).toBeCloseTo(1, 4);
      // The value of DMD's loss is another: only its gradient has a meaning.
      if (name === "sida" || term === "adversarial")
        expect(studentTerms(image(1))[term]!).toBeAllClose(value, { rtol: 1e-5 });
    });

    test.each(["score", "adversarial"] as const)("the fake score's: %s", (term) => {
      const { value, gradients } = fixture[name].fakeScore[term];
      const { loss, models } = components.distillation;
      const names = Object.keys(gradients);
      // Without the weights of denoising score matching, the adversarial part remains.
      const weighting = term === "adversarial" ? { denoiser: () => tf.zeros([4]) } : models.fakeScore.weighting;
      const objective = (...psi: Tensor[]) => {
        const params = { ...weights(), ...Object.fromEntries(names.map((each, i) => [each, psi[i]!])) };
        const batch = batchOf(image(1), params, { eps: image(4, 1.7), sigmas: preset.fakeScore });
        const draws = drawsOf(noiseAt(9, sigmas.generated), late);
        const logits = term === "score" ? () => tf.ones([4, 1]).mul(1e4) : undefined;
        const all = { ...batch, draws, ...(logits && { logits }) };
        return weightedFakeScoreLoss(loss, weighting, all).mean().div(preset.scale) as Scalar;
      };
      const found = tf.grads(objective)(names.map((each) => weights()[each]!));
      names.forEach((each, i) => {
        const expected = (gradients as Readonly<Record<string, number[]>>)[each]!;
        expect(found[i]!.flatten(), each).toBeAllClose(expected, close(expected));
      });
      if (term === "adversarial")
        expect(objective(...names.map((each) => weights()[each]!))).toBeAllClose(value, { rtol: 1e-5 });
    });
  },
);
