import { join } from "node:path";
import { type FakeScore, type Params, type Student, sizeOf, type Teacher, tf } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import type { Tensor } from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, test } from "vitest";
import { createComponents } from "../components.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { type Distillation, fakeScoreUpdate, studentUpdate } from "../steps/distillation.ts";
import { valueAndGradients } from "../steps/gradients.ts";
import type { Update } from "../steps/micro-batches.ts";
import { distance } from "../steps/ring-distillation.fixture.ts";
import { guidedModels } from "./guided-models.ts";
import fixture from "./published.fixture.json" with { type: "json" };

/** SiD-LSG's settings, with three different scales. */
const experiment = `
data: { use: datasets/ring, modes: 2 }
network: { use: networks/mlp, width: 8, depth: 1, conditional: true }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: { use: sid/l2, lambda: 1 }
pretrain: { labelDropout: 0.1 }
distill:
  batch: 4
  guidance: { teacher: 3, fakeScore: 2, fakeScoreTraining: 1.5 }
  student: { weighting: weightings/sid }
  fakeScore: { weighting: weightings/none, labelDropout: 0.1 }
`;
const folder = temporaryFolder({ "lsg.yaml": experiment }, afterAll);

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: number[], seed: number, scale = 1): Tensor {
  const next = () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return (seed / 2 ** 31 - 1) * scale;
  };
  return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, next), shape);
}

/** A row for each label; zeros for a class that is not given. */
const ofClass = (rows: Tensor, label: Tensor | undefined): Tensor =>
  label!.reshape([-1, 1]).equal(tf.range(0, 2)).toFloat().matMul(rows);

const none = { init: () => ({}), classes: 2 };

/** The networks of tools/parity/guidance.py. The student's samples are its weights. */
const models: { teacher: Teacher; student: Student; fakeScore: FakeScore } = {
  teacher: {
    ...{ ...none, shape: [3], sigmaData: 1, weights: "closed-form" },
    epsilon: (_, xt, __, label) =>
      xt
        .mul(0.7)
        .add(0.2)
        .add(ofClass(numbers([2, 3], 3), label))
        .sin(),
  },
  student: { ...none, latentShape: [1], generate: ({ xg }) => xg! },
  fakeScore: { ...none, epsilon: ({ scale, biases }, xt, _, label) => xt.mul(scale!).add(ofClass(biases!, label)) },
};

/** The experiment's distillation with these networks. */
async function distillationOf(): Promise<Distillation> {
  const read = await validateExperiment({ file: join(folder, "lsg.yaml") });
  const { distillation } = await createComponents(read);
  const { trained, ...guided } = guidedModels(models, read.settings.distill.guidance);
  const { student, fakeScore } = distillation.models;
  return { ...distillation, ...guided, models: { student, fakeScore: { ...fakeScore, denoiser: trained } } };
}

const alphaBar = tf.tensor1d([0.95, 0.8, 0.6, 0.1]);
const weights = {
  student: { xg: numbers([4, 3], 1, 1.5) },
  fakeScore: { scale: tf.scalar(0.4), biases: numbers([2, 3], 4) },
};

/** Value and gradients of an update on the batch of tools/parity/guidance.py. */
function evaluate({ objective }: Update, own: Params, draws: Params) {
  const state = {
    "student.xg": weights.student.xg,
    "fakeScore.scale": weights.fakeScore.scale,
    "fakeScore.biases": weights.fakeScore.biases,
  };
  const betaBar = tf.scalar(1).sub(alphaBar.square()).sqrt();
  const noise = { z: tf.zeros([4, 1]), eps: numbers([4, 3], 2, 1.7), alphaBar, betaBar };
  const { value, gradients } = valueAndGradients(objective(state, { ...noise, ...draws }), own);
  return { value: value.dataSync()[0]!, gradients };
}

describe("value and gradient equal those of SiD-LSG's code in PyTorch, to 1e-5", () => {
  const label = tf.tensor1d([0, 1, 1, 0]);

  test("of the student, with kappa2 = kappa3 and kappa4", async () => {
    const { value, gradients } = evaluate(studentUpdate(await distillationOf()), weights.student, { label });
    const { xg } = fixture.student;
    expect(Math.abs(value / fixture.student.value - 1)).toBeLessThan(1e-5);
    expect(distance(gradients["xg"]!.dataSync(), xg)).toBeLessThan(1e-5);
  });

  test("of the fake score, with kappa1 and a dropped label", async () => {
    const draws = { label, fakeScoreLabel: tf.tensor1d([0, 1, 2, 0]) };
    const { value, gradients } = evaluate(fakeScoreUpdate(await distillationOf()), weights.fakeScore, draws);
    const { scale, biases } = fixture.fakeScore;
    expect(Math.abs(value / fixture.fakeScore.value - 1)).toBeLessThan(1e-5);
    expect(distance(gradients["scale"]!.dataSync(), scale)).toBeLessThan(1e-5);
    expect(distance(gradients["biases"]!.dataSync(), biases)).toBeLessThan(1e-5);
  });
});
