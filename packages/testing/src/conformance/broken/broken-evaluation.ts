// Run by broken-plugins.slow.test.ts: each block is named after the test that its plugin must fail.
import { describe } from "vitest";
import { z } from "zod";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testDataset } from "../test-dataset.ts";
import { testExtractor } from "../test-extractor.ts";
import { testMetric } from "../test-metric.ts";
import { testSchedule } from "../test-schedule.ts";
import { testTimeLaw } from "../test-time-law.ts";
import { testTracker } from "../test-tracker.ts";
import { brokenPlugin } from "./broken-plugin.ts";

const { data, schedule } = standIns();

describe("fails: refuses unknown options", () => {
  testSchedule(brokenPlugin("schedule", () => ({ ...schedule }), z.object({})));
});
describe("fails: create returns a new object each time", () => {
  testSchedule(brokenPlugin("schedule", () => schedule));
});
describe("fails: timeOf is the inverse of the noise-to-signal ratio", () => {
  testSchedule(brokenPlugin("schedule", () => ({ ...schedule, timeOf: (sigma) => sigma + 1e-6 })));
});
describe("fails: the quantile function is finite and non-decreasing, at progress 0", () => {
  testTimeLaw(brokenPlugin("timeLaw", () => ({ quantile: (u) => Math.abs(u - 0.1) })));
});
describe("fails: sigmaData is the standard deviation of the samples, within 5 %", () => {
  testDataset(brokenPlugin("data", () => ({ ...data, sigmaData: 1 })));
});
describe("fails: the declared mixture, if any, has weights of sum 1 and the mean of the samples", () => {
  testDataset(brokenPlugin("data", () => ({ ...data, mixture: { ...data.mixture!, weights: [0.7, 0.3] } })));
});
describe("fails: treats samples independently", () => {
  testExtractor(
    brokenPlugin("extractor", () => ({
      weights: () => ({}),
      extract: (_, x) => ({ features: x.sub(x.mean(0, true)).reshape([x.shape[0]!, -1]) }),
    })),
  );
});
describe("fails: features are finite, and class logits have the declared number of classes", () => {
  testExtractor(
    brokenPlugin("extractor", () => ({
      classes: 3,
      weights: () => ({}),
      extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }),
    })),
  );
});
describe("fails: has better values for samples of the data than for degraded samples", () => {
  testMetric(
    brokenPlugin("metric", () => ({
      goals: { mean: "maximize" },
      measure: ({ data }) => ({ mean: data.reduce((sum, x) => sum + x) }),
    })),
  );
});
describe("fails: continues after the rows that it has when the run was killed", () => {
  let written = 0;
  const tracker = () => ({
    start: () => Promise.resolve({ rows: 0, place: "nowhere" }),
    log: (rows: readonly unknown[]) => Promise.resolve(void (written += rows.length)),
    finish: () => Promise.resolve(),
  });
  testTracker(brokenPlugin("tracker", tracker), { rowCount: () => Promise.resolve(written) });
});
