import { type Metric, ndarray, type Summary } from "@tweedie/core";
import { z } from "zod";
import { checkDataset, checkExtractor, checkMetric, checkSchedule, checkTimeLaw } from "../../checks/index.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testDataset, testExtractor, testMetric, testSchedule, testTimeLaw } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const { data, schedule } = standIns();
const brokenDataset = brokenIn("data", checkDataset, testDataset);
const brokenSchedule = brokenIn("schedule", checkSchedule, testSchedule);
const brokenTimeLaw = brokenIn("timeLaw", checkTimeLaw, testTimeLaw);
const brokenExtractor = brokenIn("extractor", checkExtractor, testExtractor);
const brokenMetric = brokenIn("metric", checkMetric, testMetric);

export const brokenNoise: readonly Broken[] = [
  brokenSchedule("refuses unknown options", () => ({ ...schedule }), { options: z.object({}) }),
  brokenSchedule("create returns a new object each time", () => schedule),
  brokenSchedule("timeOf is the inverse of the noise-to-signal ratio", () => ({
    ...schedule,
    timeOf: (sigma) => sigma + 1e-6,
  })),
  brokenSchedule("the noise-to-signal ratio grows with time", () => ({
    amplitudes: (t) => ({ alphaBar: 1, betaBar: -t }),
    timeOf: (sigma) => -sigma,
  })),
  brokenSchedule("amplitudes are positive", () => ({
    amplitudes: (t) => ({ alphaBar: -1, betaBar: -t }),
    timeOf: (sigma) => sigma,
  })),
  ...[0, 0.5, 1].map((at) =>
    brokenTimeLaw(`the quantile function is finite and non-decreasing, at progress ${at}`, () => ({
      quantile: (u, progress) => (progress === at ? Math.abs(u - 0.1) : u),
    })),
  ),
];

export const brokenDatasets: readonly Broken[] = [
  brokenDataset("the same stream draws the same samples, another stream draws others", () => ({
    ...data,
    sample: (_, count) => ndarray([count, 2], new Float32Array(2 * count)),
  })),
  brokenDataset("samples are finite and have the declared shape", () => ({ ...data, shape: [3] })),
  brokenDataset("samples are finite and have the declared shape", () => ({
    ...data,
    heldOut: (random, count) => data.heldOut(random, count + 1),
  })),
  brokenDataset("labelled draws, if any, are the same samples with valid labels", () => ({
    ...data,
    labelled: { ...data.labelled!, classes: 1 },
  })),
  brokenDataset("labelled draws, if any, are the same samples with valid labels", () => ({
    ...data,
    labelled: {
      ...data.labelled!,
      heldOut: (random, count) => data.labelled!.heldOut(random.child("other"), count),
    },
  })),
  brokenDataset("sigmaData is the standard deviation of the samples, within 5 %", () => ({ ...data, sigmaData: 1 })),
  brokenDataset("the declared mixture, if any, has weights of sum 1 and the mean of the samples", () => ({
    ...data,
    mixture: { ...data.mixture!, weights: [0.7, 0.3] },
  })),
];

export const brokenEvaluation: readonly Broken[] = [
  brokenExtractor("features are finite, and class logits have the declared number of classes", () => ({
    classes: 3,
    weights: () => ({}),
    extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }),
  })),
  brokenExtractor("is a pure function", () => ({
    weights: () => ({}),
    extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]).mul(Math.random()) }),
  })),
  brokenExtractor("compiles", () => ({
    weights: () => ({}),
    extract: (_, x) => ({ features: x.cumsum(-1).reshape([x.shape[0]!, -1]) }),
  })),
  brokenExtractor("treats samples independently", () => ({
    weights: () => ({}),
    extract: (_, x) => ({ features: x.sub(x.mean(0, true)).reshape([x.shape[0]!, -1]) }),
  })),
  brokenMetric("has one finite value for each goal", () => ({
    goals: { mean: "minimize" },
    measure: () => ({ mean: Number.NaN }),
  })),
  brokenMetric("has one finite value for each goal", () => ({
    goals: { mean: "minimize" },
    measure: () => ({ mean: 0, other: 0 }),
  })),
  brokenMetric("describes only values that it has", () => ({ ...mean(), descriptions: { means: { title: "mean" } } })),
  brokenMetric("has the same values for the same samples", () => ({
    goals: { mean: "minimize" },
    measure: () => ({ mean: Math.random() }),
  })),
  brokenMetric("has better values for samples of the data than for degraded samples", () => ({
    goals: { mean: "maximize" },
    measure: ({ data }) => ({ mean: data.reduce((sum, x) => sum + x) }),
  })),
  brokenMetric("summaries of batches have the values of whole sets", () => ({
    ...mean(),
    summaries: { start: () => lastBatch(), compare: (samples) => ({ mean: (samples as LastBatch).mean }) },
  })),
  brokenMetric("reads no samples after the declared limit", () => ({ ...mean(), limit: 100 })),
];

/** A metric that reads all samples. */
function mean(): Metric {
  return {
    goals: { mean: "minimize" },
    measure: ({ data }) => ({ mean: data.reduce((sum, x) => sum + x) / data.length }),
  };
}

interface LastBatch extends Summary {
  mean: number;
}

/** A summary that forgets all batches but the last. */
function lastBatch(): LastBatch {
  return {
    mean: 0,
    add({ data }) {
      this.mean = data.reduce((sum, x) => sum + x) / data.length;
    },
  };
}
