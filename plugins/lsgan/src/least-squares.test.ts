import { type FakeScoreBatch, type Level, type Mixture, tf } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  finiteDifference,
  make,
  mixtureEnergy,
  mixtureLogDensity,
  exactDistillation,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import leastSquares from "./least-squares.ts";

testLoss(leastSquares);

interface Labels {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
const step = 0.02;
const grid = Array.from({ length: 601 }, (_, i) => (i - 300) * step); // the mass outside is below float64 rounding
const density = (mixture: Mixture) => grid.map((x) => Math.exp(mixtureLogDensity(mixture, [x], exact.level)));
const [p, q] = [exact.teacher, exact.distribution(bimodalTheta)].map(density);
const best = ({ a, b }: Labels) => grid.map((_, i) => (b * p![i]! + a * q![i]!) / (p![i]! + q![i]!));
const column = (values: readonly number[]): Tensor => tf.tensor2d(values.map((value) => [value]));
const integral = (f: (i: number) => number) => grid.reduce((sum, _, i) => sum + step * f(i), 0);

/** The discriminator's loss at each point of the grid, for real and for generated samples. */
function discriminatorLosses(labels: Labels, output: Tensor): { readonly onReal: Tensor; readonly onFake: Tensor } {
  const zeros = tf.zeros([grid.length, 1]);
  const batch = {
    xg: zeros,
    xt: zeros,
    eps: zeros,
    level: levelOf(tf.ones([grid.length]), tf.zeros([grid.length]), 2),
  };
  const objective = (epsFake: Tensor, fakeScore: FakeScoreBatch["fakeScore"]) =>
    leastSquares.create(labels, {} as never).fakeScore!({
      ...batch,
      epsFake,
      fakeScore,
      teacher: tf.zerosLike,
      draws: { real: column(grid), eps: zeros },
    });
  return {
    onReal: objective(zeros.add(labels.a), () => output), // the loss of generated samples is zero at label a
    onFake: objective(output, () => zeros.add(labels.b)),
  };
}

const someLabels: Labels[] = [
  { a: 0, b: 1, c: 1 },
  { a: -1, b: 1, c: 0 },
  { a: 0.5, b: -2, c: -3 },
];

test.each(someLabels)("the optimal discriminator is (b p + a q) / (p + q), with labels %o", (labels) => {
  const objective = (output: Tensor) => {
    const { onReal, onFake } = discriminatorLosses(labels, output);
    return onReal.mul(p!).add(onFake.mul(q!)).sum();
  };
  const at = (shift: number) =>
    tf
      .grad(objective)(column(best(labels)).add(shift))
      .flatten();
  const mass = grid.map((_, i) => p![i]! + q![i]!);
  expect(at(0)).toBeAllClose(
    grid.map(() => 0),
    { atol: 1e-5 },
  );
  expect(at(0.1)).toBeAllClose(
    mass.map((m) => 0.1 * m),
    { atol: 1e-5 },
  );
});

describe("against the optimal discriminator, the student's loss over both distributions", () => {
  const overBoth = (labels: Labels) => {
    const value = leastSquares
      .create(labels, {} as never)
      .student({ epsFake: column(best(labels)) } as never)
      .dataSync();
    return integral((i) => (p![i]! + q![i]!) * value[i]!);
  };

  test("is half the Pearson χ² divergence of 2q from p + q if b - c = 1 and b - a = 2", () => {
    const pearson = integral((i) => (2 * q![i]! - (p![i]! + q![i]!)) ** 2 / (p![i]! + q![i]!));
    expect(pearson).toBeGreaterThan(0.05);
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (b) => {
        expect(overBoth({ a: b - 2, b, c: b - 1 })).toBeAllClose(pearson / 2, { rtol: 1e-4 });
      }),
      { numRuns: 20 },
    );
  });

  test("is another divergence with labels 0, 1, 1: ½∫q² / (p + q), minimal at q = p", () => {
    const other = integral((i) => q![i]! ** 2 / (p![i]! + q![i]!));
    expect(overBoth({ a: 0, b: 1, c: 1 })).toBeAllClose(other / 2, { rtol: 1e-4 });
  });
});

describe("near the data", () => {
  const data = [0.2, 0.5, 0.1];
  const dataMixture = exact.distribution(data);
  const optimalDiscriminator =
    ({ a, b }: Labels) =>
    (student: Mixture, xt: Tensor, level: Level) => {
      const [real, fake] = [dataMixture, student].map((mixture) => mixtureEnergy(mixture, xt, level));
      return real!.sub(fake!).sigmoid().mul(b - a).add(a).expandDims(1); // prettier-ignore
    };
  const gradient = (labels: Labels, shift: number): number[] => {
    const loss = make(leastSquares, { options: { ...labels } });
    return scoreLoss(loss, exact, data.with(0, data[0]! + shift), optimalDiscriminator(labels)).gradient;
  };

  test.each(someLabels)("the gradient with labels %o is zero at the data", (labels) => {
    expect(gradient(labels, 0)).toBeAllClose([0, 0, 0], { atol: 1e-5 });
  });

  test.each(someLabels)(
    "the gradient with labels %o is (c - (a + b) / 2) (b - a) / 4 times reverse KL's, to first order",
    (labels) => {
      const { a, b, c } = labels;
      const towards = exactDistillation({ ...exact, teacher: dataMixture });
      const shift = 0.02;
      const ofKl = finiteDifference(towards.kl, data.with(0, data[0]! + shift));
      const factor = ((c - (a + b) / 2) * (b - a)) / 4;
      const secondOrder = 3 * shift ** 2;
      expect(gradient(labels, shift)).toBeAllClose(
        ofKl.map((g) => factor * g),
        { atol: secondOrder, rtol: 0 },
      );
      expect(Math.abs(ofKl[0]!)).toBeGreaterThan(5 * secondOrder);
    },
  );

  test("refuses labels whose gradient leads away from the data", () => {
    expect(leastSquares.options.safeParse({ a: 0, b: 1, c: 0 }).success).toBe(false);
    expect(leastSquares.options.safeParse({ a: 1, b: -1, c: 1 }).success).toBe(false);
    expect(leastSquares.options.safeParse({ a: -1, b: 1, c: 0 }).success).toBe(true);
  });
});
