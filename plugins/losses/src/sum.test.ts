import { type FakeScoreBatch, mapParams, type Plugin, random, type ScoredBatch, tf } from "@tweedie/core";
import { coefficientsAt, fused, l1 as ofL1, squaredNorm } from "@tweedie/diffusion";
import reverseKl from "@tweedie/plugin-divergences/reverse-kl";
import pseudoHuber from "@tweedie/plugin-divergences/pseudo-huber";
import leastSquares from "@tweedie/plugin-lsgan/least-squares";
import l1 from "@tweedie/plugin-sid/l1";
import l2 from "@tweedie/plugin-sid/l2";
import none from "@tweedie/plugin-weightings/none";
import power from "@tweedie/plugin-weightings/power";
import {
  bimodalDistillation,
  bimodalTheta,
  make,
  normal,
  scoredBatch,
  scoreLoss,
  tensorsOf,
  testLoss,
} from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import sum from "./sum.ts";

const plugins: Readonly<Record<string, Plugin>> = {
  "divergences/pseudo-huber": pseudoHuber,
  "divergences/reverse-kl": reverseKl,
  "lsgan/least-squares": leastSquares,
  "sid/l1": l1,
  "sid/l2": l2,
  "weightings/none": none,
  "weightings/power": power,
};

const sumOf = (terms: Readonly<Record<string, unknown>>) => make(sum, { options: { terms }, plugins });
const scheduled = { value: 0.3, start: 2, ramp: 2 };

testLoss(sum, { options: { terms: { score: "sid/l2", kl: { use: "divergences/reverse-kl", weight: 0.1 } } }, plugins });
testLoss(sum, { options: { terms: { score: "sid/l2", distance: { use: "sid/l1", weight: scheduled } } }, plugins });
testLoss(sum, { options: { terms: { gan: { use: "lsgan/least-squares", fakeScore: { weight: 2 } } } }, plugins });

const xg = normal("xg", [4, 3]);
const batch = scoredBatch(xg);
const weights = () => tf.tensor1d([1, 2, 0.5, 3]);
const numbers = (x: Tensor) => [...x.dataSync()];
const gradient = (loss: (batch: ScoredBatch) => Tensor) =>
  numbers(tf.grad((x: Tensor) => loss({ ...scoredBatch(x), weights }).sum())(xg));

test("one term of weight 1 equals the term to the bit, in value and gradient", () => {
  const one = sumOf({ score: { use: "sid/l2", lambda: 0.7 } });
  const term = make(l2, { options: { lambda: 0.7 } });
  const weighted = (batch: ScoredBatch) => term.student(batch).mul(weights());
  expect(numbers(one.student({ ...batch, weights }))).toEqual(numbers(weighted(batch)));
  expect(gradient((batch) => one.student(batch))).toEqual(gradient(weighted));
  expect(one.fakeScore).toBeUndefined(); // denoising score matching, as for the term
});

describe("values and gradients add", () => {
  const both = sumOf({ a: { use: "sid/l2", weight: 0.4 }, b: { use: "divergences/reverse-kl", weight: -3 } });
  const [a, b] = [make(l2), make(reverseKl)];

  test("with the weights of the terms", () => {
    const expected = a.student(batch).mul(0.4).sub(b.student(batch).mul(3));
    expect(both.student(batch)).toBeAllClose(expected, { rtol: 1e-5 });
    const parts = [a, b].map((loss) => tf.grad((x: Tensor) => loss.student(scoredBatch(x)).sum())(xg));
    const ofSum = tf.grad((x: Tensor) => both.student(scoredBatch(x)).sum())(xg);
    expect(ofSum).toBeAllClose(parts[0]!.mul(0.4).sub(parts[1]!.mul(3)), { atol: 1e-5, rtol: 1e-5 });
  });

  test("the terms are declared by their names", () => {
    const terms = both.studentTerms!(batch);
    expect(Object.keys(terms)).toEqual(["a", "b"]);
    expect(terms["b"]!).toBeAllClose(b.student(batch).mul(-3));
  });
});

describe("L2 - λL1 is the sum of sid/l2 at λ = 0 and of sid/l1 with the weight -λ", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });

  test.each([0.5, 1.2])("at λ = %d, with its coefficients, value and gradient", (lambda) => {
    const both = sumOf({ l2: { use: "sid/l2", lambda: 0 }, l1: { use: "sid/l1", weight: -lambda } });
    expect(Object.values(both.coefficients!)).toBeAllClose(Object.values(fused(lambda)));
    const { value, gradient } = scoreLoss(both, exact, bimodalTheta);
    expect(value).toBeAllClose((1 - lambda) * exact.fisher(bimodalTheta), { atol: 1e-4 });
    expect(gradient).toBeAllClose(exact.gradient(fused(lambda), bimodalTheta), { atol: 1e-4 });
  });
});

describe("coefficients", () => {
  test("follow the weights over the iterations and the noise levels", () => {
    const table = { sigma: [1, 10], values: [0, 1] };
    const { coefficients } = sumOf({
      l2: { use: "sid/l2", lambda: table },
      l1: { use: "sid/l1", weight: { value: -0.5, start: 10 } },
      other: "divergences/reverse-kl",
    });
    const at = (sigma: number, iteration: number) => Object.values(coefficientsAt(coefficients!, { sigma, iteration }));
    expect(at(1, 9)).toBeAllClose(Object.values(fused(0)));
    expect(at(10, 9)).toBeAllClose(Object.values(fused(1)));
    expect(at(1, 10)).toBeAllClose(Object.values(fused(0.5)));
  });

  test("do not exist without a term of the family, or if such a term has a weighting of its own", () => {
    expect(sumOf({ a: "divergences/reverse-kl" }).coefficients).toBeUndefined();
    expect(sumOf({ a: "sid/l2", b: { use: "sid/l1", weighting: "weightings/none" } }).coefficients).toBeUndefined();
    expect(sumOf({ a: "sid/l1" }).coefficients).toEqual(ofL1);
  });

  test("a term without coefficients that applies the identity is told", () => {
    expect(sumOf({ a: "divergences/pseudo-huber", b: "sid/l1" }).usesIdentity).toBe(true);
    expect(sumOf({ a: "divergences/reverse-kl", b: "sid/l1" }).usesIdentity).toBe(false);
  });
});

describe("weights of the samples", () => {
  const weighted = { ...batch, weights };
  const termsOf = (terms: Readonly<Record<string, unknown>>) => sumOf(terms).studentTerms!(weighted);

  test("are the experiment's for terms that the identity derives, none for others", () => {
    const terms = termsOf({ a: "sid/l2", b: "divergences/pseudo-huber", c: "divergences/reverse-kl" });
    expect(terms["a"]!).toBeAllClose(make(l2).student(batch).mul(weights()));
    expect(terms["b"]!).toBeAllClose(make(pseudoHuber).student(batch).mul(weights()));
    expect(terms["c"]!).toBeAllClose(make(reverseKl).student(batch));
  });

  test("are those of the term's own weighting if it has one", () => {
    const weighting = { use: "weightings/power", exponent: -1 };
    const terms = termsOf({
      a: { use: "sid/l2", weighting: "weightings/none" },
      c: { use: "divergences/reverse-kl", weighting },
    });
    expect(terms["a"]!).toBeAllClose(make(l2).student(batch));
    const factor = make(power, { options: { exponent: -1 } }).student!(batch);
    expect(terms["c"]!).toBeAllClose(make(reverseKl).student(batch).mul(factor), { rtol: 1e-5 });
  });
});

test("own weightings of terms that the identity derives are declared by their paths", () => {
  const weighting = "weightings/none";
  const loss = sumOf({
    a: { use: "divergences/pseudo-huber", weighting },
    b: { use: "divergences/reverse-kl", weighting },
    c: "sid/l2",
    d: { use: "sid/l1", weighting },
  });
  expect(Object.keys(loss.identityWeightings!)).toEqual(["terms.a.weighting"]);
  expect(loss.usesIdentity).toBe(false); // the experiment's weighting is not applied to the term a
});

test("the weight of a schedule is that of the iteration", () => {
  const loss = sumOf({ a: { use: "sid/l2", weight: scheduled } });
  const valueAt = (iteration: number) =>
    loss.student({ ...batch, draws: tensorsOf(loss.draws!(random(0, "draws"), 4, iteration)) });
  const value = make(l2).student(batch);
  for (const [iteration, weight] of [
    [1, 0],
    [2, 0.15],
    [3, 0.3],
    [9, 0.3],
  ] as const) {
    expect(valueAt(iteration)).toBeAllClose(value.mul(weight), { rtol: 1e-5 });
  }
});

describe("the fake score's loss", () => {
  const output = { name: "logit", size: 1 };
  const gan = make(leastSquares);
  const fakeWeights = () => tf.tensor1d([2, 1, 1, 4]);
  const batchOf = (draws: FakeScoreBatch["draws"]) => ({
    ...scoredBatch(normal("xg", [4, 2]), { output }),
    draws,
    weights: fakeWeights,
  });

  test("is that of the terms, with their own weights and weightings and without the experiment's", () => {
    const terms = {
      one: "lsgan/least-squares",
      two: { use: "lsgan/least-squares", a: -1, fakeScore: { weight: 0.5, weighting: "weightings/power" } },
    };
    const loss = sumOf(terms);
    const draws = tensorsOf(loss.draws!(random(0, "draws"), 4, 1));
    const own = (name: string) => mapParams({ real: 0, eps: 0 }, (_, key) => draws[`terms.${name}.${key}`]!);
    const batch = batchOf(draws);
    const first = gan.fakeScore!({ ...batch, draws: own("one") });
    const second = make(leastSquares, { options: { a: -1 } }).fakeScore!({ ...batch, draws: own("two") });
    const expected = first.add(second.mul(make(power).denoiser!(batch)).mul(0.5));
    expect(loss.fakeScore!(batch)).toBeAllClose(expected, { rtol: 1e-5 });
    expect(own("one")["real"]!.sub(own("two")["real"]!).abs().sum().dataSync()[0]).toBeGreaterThan(0.1);
  });

  test("contains denoising score matching, with the experiment's weights, if a term has no loss of the fake score", () => {
    const matched: Plugin<"loss"> = {
      ...l2,
      create: () => ({
        student: ({ epsFake }) => squaredNorm(epsFake),
        fakeScore: ({ epsFake }) => squaredNorm(epsFake),
      }),
    };
    const options = { terms: { score: "sid/l2", more: { use: "test/matched", fakeScore: { weight: 0.25 } } } };
    const loss = make(sum, { options, plugins: { ...plugins, "test/matched": matched } });
    const { epsFake, eps } = batch;
    const expected = squaredNorm(epsFake.sub(eps)).mul(fakeWeights()).add(squaredNorm(epsFake).mul(0.25));
    expect(loss.fakeScore!({ ...batch, weights: fakeWeights })).toBeAllClose(expected, { rtol: 1e-5 });
  });
});

test("terms that read different outputs of the fake score are refused, with the path of the term", () => {
  expect(() => sumOf({ score: "sid/l2", adversarial: "lsgan/least-squares" })).toThrow(
    expect.objectContaining({
      where: "loss.terms.adversarial",
      what: "`lsgan/least-squares` reads the output `logit` from the fake score, and the term `score` reads the noise",
    }) as Error,
  );
});

test("a sum in a sum is refused", () => {
  const terms = { inner: { use: "losses/sum", terms: { a: "sid/l2" } } };
  expect(() => make(sum, { options: { terms }, plugins: { ...plugins, "losses/sum": sum } })).toThrow(
    expect.objectContaining({ where: "loss.terms.inner" }) as Error,
  );
});

test.each([[{}], [{ terms: {} }], [{ terms: { "a.b": "sid/l2" } }], [{ terms: { a: { lambda: 1 } } }]])(
  "refuses %o",
  (options) => expect(sum.options.safeParse(options).success).toBe(false),
);
