import { expect, test } from "vitest";
import { edmRange } from "../sampling/sigma-range.ts";
import { candidatesOf } from "./curve-candidates.ts";

const samplers = ["euler", "heun", "heun-euler"] as const;
const near = { min: 0.02, max: 10 };

test("candidates are the samplers in each range, with the most steps within the budget", () => {
  expect(candidatesOf(5, { samplers, ranges: [edmRange, near] })).toEqual([
    { sampler: "euler", steps: 5, evaluations: 5, range: edmRange },
    { sampler: "euler", steps: 5, evaluations: 5, range: near },
    { sampler: "heun", steps: 3, evaluations: 5, range: edmRange },
    { sampler: "heun", steps: 3, evaluations: 5, range: near },
    { sampler: "heun-euler", steps: 3, evaluations: 4, range: edmRange },
    { sampler: "heun-euler", steps: 3, evaluations: 4, range: near },
  ]);
});

test("one step, which all samplers make alike, is tried once from each highest level", () => {
  const ranges = [edmRange, near, { min: 0.1, max: 10 }];
  const plans = (budget: number) =>
    candidatesOf(budget, { samplers, ranges }).map(({ steps, range }) => [steps, range]);
  expect(plans(1)).toEqual([
    [1, edmRange],
    [1, near],
  ]);
  expect(plans(2)).toEqual([
    ...ranges.map((range) => [2, range]),
    [1, edmRange],
    [1, near],
    ...ranges.map((range) => [2, range]),
  ]);
});

test("without ranges, EDM's and one for few steps are tried", () => {
  expect(candidatesOf(4, { samplers: ["dpmpp-2m"] }).map(({ range }) => range)).toEqual([edmRange, near]);
});

test("with guidance a prediction is two evaluations, and one evaluation is too few", () => {
  const guided = { samplers, ranges: [near], evaluationsPerPrediction: 2 };
  expect(candidatesOf(5, guided)).toEqual([
    { sampler: "euler", steps: 2, evaluations: 4, range: near },
    { sampler: "heun", steps: 1, evaluations: 2, range: near },
    { sampler: "heun-euler", steps: 2, evaluations: 4, range: near },
  ]);
  expect(candidatesOf(1, guided)).toEqual([]);
});
