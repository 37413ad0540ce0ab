import { random, sizeOf, type Dataset, type NDArray, type Plugin } from "@tweedie/core";
import { difference } from "../../problems/difference.ts";
import { unless, type Findings } from "../../problems/findings.ts";
import { sameArray } from "../../problems/same-arrays.ts";
import { shapeProblem } from "../../problems/shapes.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** Setup of a dataset. `count` samples estimate its moments, 4,000 by default. */
export type DatasetSetup = Setup & { readonly count?: number };

/** The contract of a dataset. */
export function datasetSuite(plugin: Plugin<"data">, setup: DatasetSetup = {}): Suite {
  const { count = 4000 } = setup;
  const data = () => make(plugin, setup);
  const draw = (purpose: string, size = 5): NDArray => data().sample(random(0, purpose), size);
  return {
    name: "dataset",
    checks: [
      ...optionChecks(plugin, setup),
      {
        name: "the same stream draws the same samples, another stream draws others",
        find: () => [
          unless(sameArray(draw("a"), draw("a")), "two equal random streams draw different samples"),
          unless(!sameArray(draw("a"), draw("b")), "two different random streams draw the same samples"),
        ],
      },
      { name: "samples are finite and have the declared shape", find: () => sampleProblems(data()) },
      {
        name: "labelled draws, if any, are the same samples with valid labels",
        skipReason: () => (data().labelled ? undefined : "the dataset has no labels"),
        find: () => labelProblems(data()),
      },
      {
        name: "sigmaData is the standard deviation of the samples, within 5 %",
        find: () => difference(standardDeviation(draw("std", count).data), data().sigmaData, { rtol: 0.05 }),
      },
      {
        name: "the declared mixture, if any, has weights of sum 1 and the mean of the samples",
        skipReason: () => (data().mixture ? undefined : "the dataset declares no mixture"),
        find: () => mixtureProblems(data(), draw("law", count)),
      },
    ],
  };
}

function sampleProblems(data: Dataset): Findings {
  const [drawn, heldOut] = [data.sample(random(0, "a"), 5), data.heldOut(random(0, "a"), 5)];
  const held = heldOut.shape[0]!;
  return [
    shapeProblem("sample(5)", drawn.shape, [5, ...data.shape]),
    shapeProblem("heldOut(5)", heldOut.shape, [held, ...data.shape]),
    unless(held <= 5, `heldOut(5) returns ${held} samples`),
    ...[drawn, heldOut].flatMap((array) => [
      unless(array.data.length === sizeOf(array.shape), `[${array.shape.join()}] has ${array.data.length} numbers`),
      unless(array.data.every(Number.isFinite), "samples have numbers that are not finite"),
    ]),
  ];
}

function labelProblems({ labelled, sample, heldOut }: Dataset): Findings {
  if (!labelled) return undefined;
  const isClass = (label: number) => Number.isInteger(label) && label >= 0 && label < labelled.classes;
  const pairs = [
    ["sample", labelled.sample(random(0, "a"), 50), sample(random(0, "a"), 50)],
    ["heldOut", labelled.heldOut(random(0, "a"), 50), heldOut(random(0, "a"), 50)],
  ] as const;
  return pairs.flatMap(([method, { samples, labels }, unlabelled]) => [
    unless(sameArray(samples, unlabelled), `labelled.${method} draws other samples than ${method}`),
    shapeProblem(`the labels of labelled.${method}`, labels.shape, [samples.shape[0]!]),
    unless(
      labels.data.every(isClass),
      `labelled.${method} has the label ${labels.data.find((label) => !isClass(label))} of ${labelled.classes} classes`,
    ),
  ]);
}

function mixtureProblems({ mixture, sigmaData, shape }: Dataset, { shape: [count = 0], data }: NDArray): Findings {
  if (!mixture) return undefined;
  const size = sizeOf(shape);
  const standardError = sigmaData / Math.sqrt(count);
  const mean = (i: number) => data.reduce((sum, x, j) => (j % size === i ? sum + x : sum), 0) / count;
  const exact = (i: number) => mixture.weights.reduce((sum, weight, k) => sum + weight * mixture.means[k]![i]!, 0);
  const elements = Array.from({ length: size }, (_, i) => i);
  const total = mixture.weights.reduce((sum, weight) => sum + weight, 0);
  return [
    unless(Math.abs(total - 1) < 5e-7, `the weights of the mixture have the sum ${total}`),
    difference(elements.map(mean), elements.map(exact), { atol: 8 * standardError, rtol: 0 }),
  ];
}

function standardDeviation(numbers: Float32Array): number {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
}
