import { type FakeScoreBatch, mapParams, random, tf } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import logNormal from "@tweedie/plugin-time-laws/log-normal";
import singleLevel from "@tweedie/plugin-dde/single-level";
import { make, scoredBatch, standIns, tensorsOf, testLoss } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import bce from "./bce.ts";
import leastSquares from "./least-squares.ts";

const plugins = { "time-laws/log-normal": logNormal, "dde/single-level": singleLevel };
const ownNoise = { options: { time: "time-laws/log-normal", clamp: 10 }, plugins };

testLoss(bce);
testLoss(bce, ownNoise);
testLoss(bce, { options: { r1: 0.5 } });
testLoss(leastSquares);

const step = 0.02;
const grid = Array.from({ length: 401 }, (_, i) => (i - 200) * step);
const density = (mean: number, std: number) =>
  grid.map((x) => Math.exp(-(((x - mean) / std) ** 2) / 2) / (std * Math.sqrt(2 * Math.PI)));
const [p, q] = [density(0.4, 0.7), density(-0.2, 0.5)] as const;
const column = (values: readonly number[]): Tensor => tf.tensor2d(values.map((value) => [value]));

/** The fake score's loss over real samples of density p and generated ones of density q, as a function of the outputs on the grid. */
function expectedLoss(plugin: typeof bce, outputs: Tensor): Tensor {
  const zeros = tf.zeros([grid.length, 1]);
  const level = levelOf(tf.ones([grid.length]), tf.zeros([grid.length]), 2);
  const at = (real: Tensor, generated: Tensor) => {
    const xg = column(grid);
    const logits: FakeScoreBatch["logits"] = (xt) => (xt === xg ? generated : real);
    const draws = { "real.x0": zeros };
    const batch = { xg, xt: xg, eps: zeros, level, epsFake: zeros, fakeScore: tf.zerosLike, teacher: tf.zerosLike };
    return make(plugin, { shape: [1] }).fakeScore!({ ...batch, logits, draws });
  };
  // Far from the decision, one of the two terms vanishes.
  const onReal = at(outputs, tf.zerosLike(outputs)).sub(at(zeros.zerosLike(), tf.zerosLike(outputs)));
  const onGenerated = at(tf.zerosLike(outputs), outputs).sub(at(tf.zerosLike(outputs), zeros.zerosLike()));
  return onReal.mul(p).add(onGenerated.mul(q)).sum();
}

test.each([
  ["ln(p / q)", bce, (p: number, q: number) => Math.log(p / q)],
  ["p / (p + q)", leastSquares, (p: number, q: number) => p / (p + q)],
] as const)("the optimal output is %s", (_, plugin, optimum) => {
  const best = column(grid.map((_, i) => optimum(p[i]!, q[i]!)));
  const gradientAt = (outputs: Tensor) => tf.grad((y: Tensor) => expectedLoss(plugin, y))(outputs);
  expect(gradientAt(best).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect(gradientAt(best.add(0.1)).min().dataSync()[0]).toBeGreaterThan(-1e-7);
  expect(gradientAt(best.add(0.1)).max().dataSync()[0]).toBeGreaterThan(1e-3);
});

const drawsOf = (loss: ReturnType<typeof bce.create>) => tensorsOf(loss.draws!(random(0, "draws"), 4, 1));

describe("samples of the discriminator", () => {
  const xg = tf.tensor2d([[0.1], [0.2], [0.3], [0.4]]);
  const seen = (options: Readonly<Record<string, unknown>>) => {
    const loss = make(bce, { options, plugins, shape: [1] });
    const batch = scoredBatch(xg);
    const calls: { xt: Tensor; label: Tensor | undefined; sigma: number[] }[] = [];
    const logits: FakeScoreBatch["logits"] = (xt, { alphaBar, betaBar }, label) => {
      calls.push({ xt, label, sigma: [...betaBar.div(alphaBar).dataSync()] });
      return xt;
    };
    const draws = drawsOf(loss);
    loss.fakeScore!({ ...batch, logits, draws, augment: (x) => x.mul(2) });
    return { batch, draws, calls };
  };

  test("are noised as the batch is, the real ones augmented, and with labels of their own", () => {
    const { batch, draws, calls } = seen({});
    const [real, generated] = calls.toSorted((_, b) => (b.xt === batch.xt ? -1 : 1));
    expect(generated!.xt).toBe(batch.xt);
    expect(generated!.label).toBeUndefined();
    const { alphaBar, betaBar } = batch.level;
    expect(real!.xt).toBeAllClose(draws["real.x0"]!.mul(2).mul(alphaBar).add(batch.eps.mul(betaBar)), { rtol: 1e-6 });
    expect(real!.label).toBe(draws["real.label"]);
  });

  test("have noise and levels of their own with `time`, real and generated separately", () => {
    const { batch, draws, calls } = seen({ time: "time-laws/log-normal" });
    for (const [call, name] of [
      [calls.find(({ label }) => label === undefined)!, "generated"],
      [calls.find(({ label }) => label !== undefined)!, "real"],
    ] as const) {
      const { eps, alphaBar, betaBar } = mapParams(
        { eps: "", alphaBar: "", betaBar: "" },
        (_, key) => draws[`${name}.noise.${key}`]!,
      );
      const x = name === "real" ? draws["real.x0"]!.mul(2) : batch.xg;
      expect(call.xt).toBeAllClose(x.mul(alphaBar!.expandDims(1)).add(eps!.mul(betaBar!.expandDims(1))));
    }
    expect(calls[0]!.sigma).not.toEqual(calls[1]!.sigma);
  });

  test("refuse a time law whose levels change", () => {
    const time = { use: "dde/single-level", sigma: 0.5, sigma0: 2 };
    expect(() => make(bce, { options: { time }, plugins })).toThrow(/change over the training/);
  });
});

test("r1 adds γ/2 |∇D|² at the real samples", () => {
  const { data } = standIns([3]);
  const slope = tf.tensor1d([1, -2, 0.5]);
  const [plain, penalised] = [{}, { r1: 0.6 }].map((options) => make(bce, { options, shape: data.shape }));
  const batch = { ...scoredBatch(tf.ones([4, 3])), draws: drawsOf(plain!) };
  // Two logits a sample, of gradients 2 x slope and 0: their mean has the gradient x slope.
  const logits = (xt: Tensor) => tf.stack([xt.square().mul(slope).sum(1), tf.zeros([4])], 1);
  const { alphaBar, betaBar } = batch.level;
  const real = batch.draws["real.x0"]!.mul(alphaBar).add(batch.eps.mul(betaBar));
  const penalty = real.mul(slope).square().sum(1).mul(0.3);
  const [without, withPenalty] = [plain!, penalised!].map((loss) => loss.fakeScore!({ ...batch, logits }));
  expect(withPenalty!.sub(without!)).toBeAllClose(penalty, { rtol: 1e-4, atol: 1e-4 });
});

test("clamped logits have no gradient in the student's loss", () => {
  const loss = make(bce, { options: { clamp: 1 }, shape: [1] });
  const values = tf.tensor2d([[-3], [-0.5], [0.5], [3]]);
  const gradient = tf.grad((y: Tensor) =>
    loss.student({ ...scoredBatch(tf.ones([4, 1])), draws: drawsOf(loss), logits: () => y }).sum(),
  )(values);
  expect([...gradient.dataSync()].map((g) => g !== 0)).toEqual([false, true, true, false]);
});
