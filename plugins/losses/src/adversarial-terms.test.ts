import { random, under } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import bce from "@tweedie/plugin-adversarial/bce";
import l2 from "@tweedie/plugin-sid/l2";
import power from "@tweedie/plugin-weightings/power";
import sampleErrors from "@tweedie/plugin-weightings/sample-errors";
import { make, normal, scoredBatch, tensorsOf } from "@tweedie/testing";
import { expect, test } from "vitest";
import sum from "./sum.ts";

const plugins = {
  "adversarial/bce": bce,
  "sid/l2": l2,
  "weightings/power": power,
  "weightings/sample-errors": sampleErrors,
};
const sumOf = (terms: Readonly<Record<string, unknown>>) => make(sum, { options: { terms }, plugins });

const adversarial = { use: "adversarial/bce" };
const mean = { use: "weightings/sample-errors", of: "weightings/power", mean: true };

test("a sum declares the logits and the batch statistics of its terms", () => {
  expect(sumOf({ a: "sid/l2", b: adversarial })).toMatchObject({ readsLogits: true, batchStatistics: false });
  expect(sumOf({ a: "sid/l2", b: { ...adversarial, weighting: mean } }).batchStatistics).toBe(true);
  expect(sumOf({ a: "sid/l2", b: { ...adversarial, fakeScore: { weighting: mean } } }).batchStatistics).toBe(true);
  expect(sumOf({ a: "sid/l2" })).toMatchObject({ readsLogits: false, batchStatistics: false });
});

test("an adversarial term is trained beside denoising score matching", () => {
  const loss = sumOf({ a: "sid/l2", b: { ...adversarial, fakeScore: { weight: 0.5 } } });
  const draws = tensorsOf(loss.draws!(random(0, "draws"), 4, 1));
  const batch = { ...scoredBatch(normal("xg", [4, 2])), draws };
  const own = under("terms.b", draws);
  const term = make(bce).fakeScore!({ ...batch, draws: own });
  expect(loss.fakeScore!(batch)).toBeAllClose(squaredNorm(batch.epsFake.sub(batch.eps)).add(term.mul(0.5)));
  expect(loss.studentTerms!(batch)["b"]!).toBeAllClose(make(bce).student({ ...batch, draws: own }));
});
