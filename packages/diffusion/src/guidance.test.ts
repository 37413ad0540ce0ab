import { type Denoiser, type FakeScore, type Mixture, type Student, tf } from "@tweedie/core";
import { mixtureDenoiser, mixtureLogDensity } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { guidanceEvaluations, guidedDenoiser, guidedStudent } from "./guidance.ts";
import { levelOf } from "./levels/level.ts";

/** Two Gaussian classes with different means, and their mixture. */
const classes: readonly Mixture[] = [
  { means: [[-0.9, 0.2]], weights: [1], std: 0.5 },
  { means: [[0.7, 0.4]], weights: [1], std: 0.5 },
];
const all: Mixture = { means: classes.flatMap(({ means }) => means), weights: [0.3, 0.7], std: 0.5 };

/** The exact denoiser of both classes, and of the mixture for the label 2. */
const exact: Denoiser = {
  classes: 2,
  epsilon: (params, xt, level, label) =>
    [...classes, all].reduce(
      (sum, mixture, k) =>
        sum.add(
          mixtureDenoiser(mixture)
            .epsilon(params, xt, level)
            .mul(label!.equal(k).reshape([-1, 1])),
        ),
      tf.zerosLike(xt),
    ),
};

const points = [
  [0.3, -0.4],
  [-1.2, 0.8],
  [0.1, 0.1],
];
const label = tf.tensor1d([0, 1, 0]);
const [alphaBar, betaBar] = [0.8, 0.6];
const level = () => levelOf(tf.fill([3], alphaBar), tf.fill([3], betaBar), 2);
const guided = (scale: number | undefined) =>
  guidedDenoiser(exact, scale).epsilon({}, tf.tensor2d(points), level(), label);

describe("the guided noise is -betaBar ∇ log p(x)^(1 - kappa) p(x | c)^kappa, by finite differences in float64", () => {
  test.each([-0.5, 0, 0.5, 1.5, 2, 4])("at kappa = %d", (scale) => {
    const logDensity = (x: readonly number[], c: number) =>
      (1 - scale) * mixtureLogDensity(all, x, { alphaBar, betaBar }) +
      scale * mixtureLogDensity(classes[c]!, x, { alphaBar, betaBar });
    const h = 1e-5;
    const expected = points.map((point, row) =>
      point.map((_, j) => {
        const [after, before] = [h, -h].map((step) =>
          logDensity(
            point.map((x, i) => (i === j ? x + step : x)),
            label.dataSync()[row]!,
          ),
        );
        return (-betaBar * (after! - before!)) / (2 * h);
      }),
    );
    expect(guided(scale)).toBeAllClose(tf.tensor2d(expected), { atol: 1e-4 });
  });
});

test("with scale 1, or none, it is the denoiser and the student themselves", () => {
  const student: Student = { classes: 2, latentShape: [2], init: () => ({}), generate: (_, z) => z };
  for (const scale of [1, undefined]) {
    expect(guidedDenoiser(exact, scale)).toBe(exact);
    expect(guidedStudent(student, scale)).toBe(student);
  }
});

test("logits beside a guided prediction are those of the class", () => {
  const withLogits: FakeScore["withLogits"] = (params, xt, level, label) => ({
    epsilon: exact.epsilon(params, xt, level, label),
    logits: label!.expandDims(1),
  });
  const inputs = [{}, tf.tensor2d(points), level(), label] as const;
  const { epsilon, logits } = guidedDenoiser({ ...exact, withLogits }, 2).withLogits!(...inputs);
  expect(epsilon).toBeAllClose(guided(2));
  expect([...logits.dataSync()]).toEqual([0, 1, 0]);
});

test("a sample whose class is not given has the prediction without a class, at every scale", () => {
  const none = tf.fill([3], 2);
  const xt = tf.tensor2d(points);
  expect(guidedDenoiser(exact, 3).epsilon({}, xt, level(), none)).toBeAllClose(exact.epsilon({}, xt, level(), none));
});

test("a guided student extrapolates from its sample without a class, and is no single step of denoising", () => {
  const student: Student = {
    classes: 2,
    latentShape: [1],
    denoising: { sigma: 2.5, weights: (params) => params },
    init: () => ({}),
    generate: (_, z, label) => z.add(label!.reshape([-1, 1])),
  };
  const own = guidedStudent(student, 3);
  expect(own.generate({}, tf.zeros([2, 1]), tf.tensor1d([0, 1])).dataSync()).toEqual(Float32Array.of(-4, -1));
  expect(own.denoising).toBeUndefined();
  expect(own.evaluations).toBe(2);
  expect(guidedStudent({ ...student, evaluations: 4 }, 3).evaluations).toBe(8);
});

test("guidance takes two network evaluations, unless a scale of 0 or 1 leaves one out", () => {
  expect([undefined, 0, 1, 0.5, 2, -1].map(guidanceEvaluations)).toEqual([1, 1, 1, 2, 2, 2]);
});

test("without classes or labels it throws", () => {
  const unconditional = guidedDenoiser({ ...exact, classes: undefined }, 2);
  expect(() => unconditional.epsilon({}, tf.zeros([1, 2]), level(), label)).toThrow("class-conditional");
  expect(() => guidedDenoiser(exact, 2).epsilon({}, tf.zeros([1, 2]), level())).toThrow("class-conditional");
});
