import type { Tensor } from "@tensorflow/tfjs-core";
import { mapParams, type ScoredBatch, tf } from "@tweedie/core";
import { fused, inner, quadraticIdentity, squaredNorm } from "@tweedie/diffusion";
import { gaussHermite } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import type { Distillation } from "../steps/distillation.ts";
import { diagnosticsStep } from "./diagnostics-step.ts";
import { gaussianDistillation } from "./gaussian-distillation.fixture.ts";

const [alphaBar, betaBar] = [0.8, 0.6];
const [teacher, student] = [
  { mean: 0.3, std: 1.1 },
  { mean: -0.5, std: 0.7 },
];
/** Variances of the noised data and of the noised student samples. */
const [S, s] = [teacher, student].map(({ std }) => (alphaBar * std) ** 2 + betaBar ** 2) as [number, number];

/**
 * Outputs of the step for a fake score that assumes the student's mean to be `fakeMean`, and their expectations by quadrature over
 * the student's samples and the noise.
 */
function diagnose(fakeMean: number, change: Partial<Distillation> = {}) {
  const gaussians = {
    teacher: { mean: [teacher.mean], std: teacher.std },
    student: { mean: [student.mean], std: student.std },
    fakeScore: { mean: [fakeMean], std: student.std },
  };
  const { distillation, state } = gaussianDistillation(gaussians, change);
  const { nodes, weights } = gaussHermite(12);
  const grid = nodes.flatMap((z, i) => nodes.map((e, j) => ({ z, e, weight: weights[i]! * weights[j]! })));
  const xg = grid.map(({ z }) => student.mean + student.std * z);
  const { outputs } = diagnosticsStep(distillation)(
    mapParams(state, ({ shape, data }) => tf.tensor(data, [...shape])),
    {
      xg: tf.tensor2d(xg, [xg.length, 1]),
      eps: tf.tensor2d(grid.map(({ e }) => [e])),
      alphaBar: tf.fill([xg.length], alphaBar),
      betaBar: tf.fill([xg.length], betaBar),
    },
  );
  const expectation = (x: Tensor) => [...x.dataSync()].reduce((sum, value, i) => sum + grid[i]!.weight * value, 0);
  return {
    outputs,
    xt: grid.map(({ e }, i) => alphaBar * xg[i]! + betaBar * e),
    means: mapParams(outputs, expectation),
  };
}

const meanDifference = (betaBar * alphaBar * (student.mean - teacher.mean)) / S; // E(a - b)
const fisher = meanDifference ** 2 + betaBar ** 2 * s * (1 / S - 1 / s) ** 2;

test("with the optimal fake score, V, L1 and L2 equal the Fisher divergence", () => {
  const { V, L1, L2 } = diagnose(student.mean).means;
  for (const value of [V, L1, L2]) expect(value).toBeCloseTo(fisher, 5);
});

test("an error c of the fake score lowers V by c² and biases L1", () => {
  const c = 0.25; // b is lower by c, because the assumed mean is higher
  const { V, L1, L2 } = diagnose(student.mean + (c * s) / (betaBar * alphaBar)).means;
  expect(V).toBeCloseTo(fisher - c ** 2, 5);
  expect(L1).toBeCloseTo(fisher + 2 * c * meanDifference + c ** 2, 5);
  expect(L2).toBeCloseTo((V! + L1!) / 2, 5);
});

/** The models of a distillation whose student's loss has a constant weight. */
function weightedModels(weight: number): Distillation["models"] {
  const standard = { mean: [0], std: 1 };
  const { models } = gaussianDistillation({ teacher: standard, student: standard, fakeScore: standard }).distillation;
  const weighting = { student: ({ xt }: { xt: Tensor }) => tf.fill([xt.shape[0]!], weight) };
  return { ...models, student: { ...models.student, weighting } };
}

describe("gradients with respect to the samples", () => {
  test("of L1 equal the closed form", () => {
    const closedForm = (xt: number) => {
      const [a, b] = [(xt - alphaBar * teacher.mean) / S, (xt - alphaBar * student.mean) / s];
      return 2 * betaBar ** 2 * Math.abs((a - b) * alphaBar * (1 / S - 1 / s));
    };
    const { outputs, xt } = diagnose(student.mean);
    outputs["grad.L1"]!.dataSync().forEach((norm, i) => expect(norm).toBeCloseTo(closedForm(xt[i]!), 4));
  });

  test("of the loss equal those of L2 if the loss is L2, and scale with the student's weighting", () => {
    const plain = diagnose(0.1).means;
    const l2 = ({ epsTeacher: a, epsFake: b, eps: e }: Record<"epsTeacher" | "epsFake" | "eps", Tensor>) =>
      inner(a.sub(b), a.sub(e));
    const weighted = diagnose(0.1, { loss: { student: l2 }, models: weightedModels(3) }).means;
    expect(weighted["grad.L2"]).toBeCloseTo(3 * plain["grad.L2"]!, 4);
    expect(weighted["grad.loss"]).toBeCloseTo(weighted["grad.L2"]!, 5);
    expect(weighted["V"]).toBeCloseTo(plain["V"]!, 6);
  });

  test("of the fused loss obey the triangle inequality with those of L1 and L2", () => {
    const { outputs } = diagnose(0.1, { loss: { student: (batch) => quadraticIdentity(fused(0.5), batch) } });
    const [loss, l1, l2] = ["grad.loss", "grad.L1", "grad.L2"].map((name) => outputs[name]!.dataSync());
    loss!.forEach((norm, i) => {
      expect(norm).toBeGreaterThanOrEqual(Math.abs(l2![i]! - l1![i]! / 2) - 1e-5);
      expect(norm).toBeLessThanOrEqual(l2![i]! + l1![i]! / 2 + 1e-5);
    });
  });
});

test("a fake score that does not predict the noise has only the gradient of the loss", () => {
  const fakeScore = {
    output: { name: "logit", size: 1 },
    init: () => ({}),
    epsilon: (_: unknown, xt: Tensor) => xt.sum(1, true),
  };
  const loss = { student: ({ epsFake }: { epsFake: Tensor }) => squaredNorm(epsFake.sub(1)) };
  const { outputs } = diagnose(0, { fakeScore, loss });
  expect(Object.keys(outputs)).toEqual(["grad.loss"]);
});

test("each term of a loss has its value and the norm of its gradient, with the weighting that it applies", () => {
  const terms = ({ xg, weights }: ScoredBatch) => ({
    square: squaredNorm(xg).mul(weights!()),
    line: xg.sum(1).mul(-3),
  });
  const { outputs } = diagnose(student.mean, {
    models: weightedModels(2),
    loss: {
      appliesWeighting: true,
      studentTerms: terms,
      student: (batch) => terms(batch).square.add(terms(batch).line),
    },
  });
  const xg = outputs["term.line"]!.div(-3);
  expect(outputs["term.square"]!).toBeAllClose(xg.square().mul(2), { rtol: 1e-5 });
  expect(outputs["grad.term.square"]!).toBeAllClose(xg.abs().mul(4), { rtol: 1e-5 });
  expect(outputs["grad.term.line"]!).toBeAllClose(tf.fill(xg.shape, 3));
  expect(outputs["grad.loss"]!).toBeAllClose(xg.mul(4).sub(3).abs(), { atol: 1e-5, rtol: 1e-5 });
});
