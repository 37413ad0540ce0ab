import { definePlugin, ndarray, tf, type Roles, type Role } from "@tweedie/core";
import { detach, fullTransform, squaredNorm } from "@tweedie/diffusion";
import { describe } from "vitest";
import { z } from "zod";
import { standIns } from "./setup.ts";
import { testDataset } from "./test-dataset.ts";
import { testDenoiser } from "./test-denoiser.ts";
import { testExtractor } from "./test-extractor.ts";
import { testLoss } from "./test-loss.ts";
import { testMetric } from "./test-metric.ts";
import { testNetwork } from "./test-network.ts";
import { testSchedule } from "./test-schedule.ts";
import { testStudent } from "./test-student.ts";
import { testTimeLaw } from "./test-time-law.ts";
import { testTracker } from "./test-tracker.ts";
import { testWeighting } from "./test-weighting.ts";

// Run by suites.test.ts: each block is named after the tests that its plugin must fail.

const plugin = <R extends Role>(role: R, make: () => Roles[R], options: z.ZodType = z.strictObject({})) =>
  definePlugin({ role, summary: "breaks its contract", options, create: make });
const { data, schedule, network, teacher, student, fakeScore, loss } = standIns();

describe("fails: refuses an option that it does not have", () => {
  testSchedule(plugin("schedule", () => ({ ...schedule }), z.object({})));
});
describe("fails: is made anew by each create", () => {
  testSchedule(plugin("schedule", () => schedule));
});
describe("fails: timeOf finds the time of every noise-to-signal ratio", () => {
  testSchedule(plugin("schedule", () => ({ ...schedule, timeOf: (sigma) => sigma + 1e-6 })));
});
describe("fails: the quantile never falls, and is a time for every draw, at progress 0", () => {
  testTimeLaw(plugin("timeLaw", () => ({ quantile: (u) => Math.abs(u - 0.1) })));
});
describe("fails: gives the student one finite number per sample", () => {
  testLoss(
    plugin("loss", () => ({ student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)).sum() })),
  );
});
describe("fails: has a gradient in every sample of the student", () => {
  testLoss(
    plugin("loss", () => ({ student: ({ epsTeacher }) => squaredNorm(epsTeacher.slice(0, 1).tile(tile(epsTeacher))) })),
  );
});
describe("fails: is a pure function of the batch", () => {
  testLoss(
    plugin("loss", () => ({ student: ({ epsTeacher }) => squaredNorm(epsTeacher).mul(epsTeacher.dataSync()[0]!) })),
  );
});
describe("fails: compiles, with its gradient", () => {
  testLoss(plugin("loss", () => ({ student: ({ epsFake }) => squaredNorm(epsFake.atan2(epsFake.cumsum(-1))) })));
});
describe("fails: is the member of the identity family that it says", () => {
  testLoss(plugin("loss", () => ({ ...loss, coefficients: fullTransform })));
});
describe("fails: gives the fake score a finite number per sample, with a gradient", () => {
  testLoss(
    plugin("loss", () => ({
      ...loss,
      fakeScore: ({ epsFake, eps }) => squaredNorm(detach(epsFake).sub(eps)).add(epsFake.mul(0).sum()),
    })),
  );
});
describe("fails: compiles for the fake score, with its gradient", () => {
  testLoss(plugin("loss", () => ({ ...loss, fakeScore: ({ epsFake }) => squaredNorm(epsFake.cumsum(-1)) })));
});
describe("fails: gives each sample of the student a positive weight", () => {
  testWeighting(plugin("weighting", () => ({ student: ({ level }) => level.betaBar.flatten().log() })));
});
describe("fails: has no gradient in the samples of the denoiser", () => {
  testWeighting(plugin("weighting", () => ({ denoiser: ({ xt }) => squaredNorm(xt) })));
});
describe("fails: knows the noise level", () => {
  testNetwork(
    plugin("network", () => ({ ...network, forward: (params, x, noise) => network.forward(params, x, noise.mul(0)) })),
  );
});
describe("fails: learns with every weight", () => {
  testNetwork(
    plugin("network", () => ({
      ...network,
      init: (random) => ({ ...network.init(random), idle: ndarray([1], random.normal(1)) }),
    })),
  );
});
describe("fails: predicts finite noise of the batch's shape, or a verdict of the size that it says", () => {
  testDenoiser(plugin("fakeScore", () => ({ ...fakeScore, output: { name: "mark", size: 1 } })));
});
describe("fails: treats each sample alone", () => {
  testDenoiser(
    plugin("teacher", () => ({
      ...teacher,
      epsilon: (params, xt, level) => teacher.epsilon(params, xt.sub(xt.mean(0, true)), level),
    })),
  );
});
describe("fails: has a gradient in the samples, which the student learns by", () => {
  testDenoiser(plugin("teacher", () => ({ ...teacher, epsilon: (_, xt) => tf.onesLike(xt).add(xt.mul(0)) })));
});
describe("fails: draws the same first weights from the same stream", () => {
  testStudent(
    plugin("student", () => ({
      ...student,
      init: () => ({ weight: ndarray([2, 2], Float32Array.of(Math.random(), 1, 1, 1)) }),
    })),
  );
});
describe("fails: makes finite samples of the data's shape", () => {
  testStudent(
    plugin("student", () => ({ ...student, generate: (params, z) => student.generate(params, z).reshape([-1]) })),
  );
});
describe("fails: sigmaData is the standard deviation of its samples, to five per cent", () => {
  testDataset(plugin("data", () => ({ ...data, sigmaData: 1 })));
});
describe("fails: its mixture, where it has one, is the law of its samples", () => {
  testDataset(plugin("data", () => ({ ...data, mixture: { ...data.mixture!, weights: [0.7, 0.3] } })));
});
describe("fails: sees each sample alone", () => {
  testExtractor(
    plugin("extractor", () => ({
      weights: () => ({}),
      extract: (_, x) => ({ features: x.sub(x.mean(0, true)).reshape([x.shape[0]!, -1]) }),
    })),
  );
});
describe("fails: sees of each sample some finite features, and its classes where it tells them apart", () => {
  testExtractor(
    plugin("extractor", () => ({
      classes: 3,
      weights: () => ({}),
      extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }),
    })),
  );
});
describe("fails: prefers samples of the data to samples that were made worse", () => {
  testMetric(
    plugin("metric", () => ({
      goals: { mean: "maximize" },
      measure: ({ data }) => ({ mean: data.reduce((sum, x) => sum + x) }),
    })),
  );
});
describe("fails: goes on after the rows that it has when the run was killed", () => {
  let shown = 0;
  const tracker = () => ({
    start: () => Promise.resolve({ rows: 0, place: "nowhere" }),
    log: (rows: readonly unknown[]) => Promise.resolve(void (shown += rows.length)),
    finish: () => Promise.resolve(),
  });
  testTracker(plugin("tracker", tracker), { shown: () => Promise.resolve(shown) });
});

function tile(x: { readonly shape: number[] }): number[] {
  return x.shape.map((extent, axis) => (axis === 0 ? extent : 1));
}
