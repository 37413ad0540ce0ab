import { nest, type Params, tf, under } from "@tweedie/core";
import { fused, l1, quadraticIdentity } from "@tweedie/diffusion";
import { finiteDifference } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { gaussianDistillation } from "../diagnostics/gaussian-distillation.fixture.ts";
import { type Distillation, studentUpdate } from "./distillation.ts";
import { valueAndGradients } from "./gradients.ts";
import { compiledDistance, separateGraphsDistance } from "./ring-distillation.fixture.ts";

const sigma = 1.2;
const [teacher, start] = [
  { mean: 0.4, std: 0.9 },
  { mean: -0.3, std: 0.6 },
];

/** `E|a - b|²` of two Gaussians at one level: in closed form. The fake score denoises the Gaussian `fake`, the samples are those of `student`. */
function distance(student: readonly number[], fake: readonly number[]): number {
  const variance = (std: number) => std ** 2 + sigma ** 2;
  const [teacherSlope, fakeSlope] = [sigma / variance(teacher.std), sigma / variance(fake[1]!)];
  const slope = teacherSlope - fakeSlope;
  const at = student[0]! * slope - teacher.mean * teacherSlope + fake[0]! * fakeSlope;
  return slope ** 2 * variance(student[1]!) + at ** 2;
}

const theta = [start.mean, start.std];
/** Gradient of the divergence, in which the fake score follows the student, and of its part at constant fake score. */
const exact = finiteDifference((moved) => distance(moved, moved), theta);
const constant = finiteDifference((moved) => distance(moved, theta), theta);

/** Signs of latent and noise. Losses are quadratic in both, so their mean over these four samples is the expectation. */
const signs = { z: [1, 1, -1, -1], eps: [1, -1, 1, -1] };
const samples = {
  z: tf.tensor2d(signs.z, [4, 1]),
  eps: tf.tensor2d(signs.eps, [4, 1]),
  alphaBar: tf.ones([4]),
  betaBar: tf.fill([4], sigma),
};

/** The student's gradient after `steps` unrolled updates of an optimal fake score. */
function gradient(steps: number, loss: Distillation["loss"], rate = 0.5): number[] {
  const gaussians = {
    teacher: { mean: [teacher.mean], std: teacher.std },
    student: { mean: [start.mean], std: start.std },
    fakeScore: { mean: [start.mean], std: start.std },
  };
  const { distillation, state } = gaussianDistillation(gaussians, { loss, unroll: { steps } });
  const tensors: Params = Object.fromEntries(
    Object.entries({ ...state }).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
  const squares = Object.fromEntries(
    Object.entries(under("fakeScore", tensors)).map(([name, x]) => [name, tf.onesLike(x)]),
  );
  const scalars = nest("optimizer", { stepSize: tf.scalar(rate), epsilon: tf.scalar(0) });
  const draws = Object.assign(
    { ...samples },
    ...Array.from({ length: steps }, (_, i) => nest(`unroll.${i}`, { ...samples, ...scalars })),
  ) as Params;
  const objective = studentUpdate(distillation).objective({ ...tensors, ...nest("adam.fakeScore.v", squares) }, draws);
  const { gradients } = valueAndGradients(objective, under("student", tensors));
  return ["mean", "std"].map((name) => gradients[name]!.dataSync()[0]!);
}

const l1Loss: Distillation["loss"] = { student: (batch) => quadraticIdentity(l1, batch) };
const norm = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));

describe("the gradient of |a - b|² with an optimal fake score", () => {
  test("is G1 without unrolled updates", () => expect(norm(gradient(0, l1Loss), constant)).toBeLessThan(1e-4));

  test("is that of the Fisher divergence, G1 + G2, with many", () => {
    expect(norm(gradient(30, l1Loss), exact)).toBeLessThan(1e-4);
    expect(norm(constant, exact)).toBeGreaterThan(0.05);
  });

  test("approaches it with each update", () => {
    const errors = [0, 1, 2, 4, 8].map((steps) => norm(gradient(steps, l1Loss), exact));
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    expect(errors[4]! / errors[0]!).toBeLessThan(0.1);
  });
});

test.each([0, 0.5, 1])("the gradient of L2 - %d L1 is then 1 - λ times that of the divergence", (lambda) => {
  const loss: Distillation["loss"] = { student: (batch) => quadraticIdentity(fused(lambda), batch) };
  const expected = exact.map((slope) => (1 - lambda) * slope);
  expect(norm(gradient(30, loss), expected)).toBeLessThan(1e-4);
});

test("the fake score's own loss is the one that is unrolled", () => {
  const still: Distillation["loss"] = { ...l1Loss, fakeScore: ({ epsFake }) => epsFake.mul(0).sum(1) };
  expect(norm(gradient(3, still), constant)).toBeLessThan(1e-4);
});

test("iterations with a graph for each network equal those with one", async () => {
  expect(await separateGraphsDistance(["distill.student.unroll.steps=2", "loss=sid/l1"])).toBeLessThan(1e-5);
});

test("20 compiled iterations with two unrolled updates equal 20 iterations op by op", async () => {
  expect(await compiledDistance(["distill.student.unroll.steps=2", "loss=sid/l1"])).toBeLessThan(1e-4);
});
