import {
  definePlugin,
  ndarray,
  scalar,
  tf,
  type Dataset,
  type Dimension,
  type NoisedBatch,
  type Plugin,
  type Role,
} from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

const options = z.strictObject({});

/**
 * The smallest plugin of every role that keeps its contract: a pattern to begin a new one from, and the filling of roles that
 * a test is not about. Data and student are standard normal, so the teacher is exact and nobody has anything to learn.
 */
export const noop = {
  data: definePlugin({
    role: "data",
    summary: "Standard normal points of the plane",
    options,
    create: () => {
      const sample: Dataset["sample"] = (random, count) => ndarray([count, 2], random.normal(2 * count));
      return { shape: [2], sigmaData: 1, sample, heldOut: sample };
    },
  }),

  schedule: definePlugin({
    role: "schedule",
    summary: "The time is the noise-to-signal ratio",
    options,
    create: () => ({ amplitudes: (t) => ({ alphaBar: 1, betaBar: t }), timeOf: (sigma) => sigma }),
  }),

  network: definePlugin({
    role: "network",
    summary: "Two numbers: a factor of the input and one of the noise",
    options,
    uses: ["data"],
    create: (_, { shape }) => ({
      shape,
      init: () => ({ factor: scalar(1), offset: scalar(0) }),
      forward: ({ factor, offset }, x, noise) =>
        x.mul(factor!).add(noise.mul(offset!).reshape([-1, ...shape.map(() => 1)])),
    }),
  }),

  teacher: definePlugin({
    role: "teacher",
    summary: "The exact score of standard normal data",
    options,
    uses: ["data"],
    create: (_, { shape, sigmaData }) => ({
      shape,
      sigmaData,
      trained: false,
      init: () => ({}),
      epsilon: (_, xt, { alphaBar, betaBar }) => xt.mul(betaBar.div(alphaBar.square().add(betaBar.square()))),
    }),
  }),

  student: definePlugin({
    role: "student",
    summary: "The latent times a number",
    options,
    uses: ["data"],
    create: (_, { shape }) => ({
      latentShape: shape,
      init: () => ({ std: scalar(1) }),
      generate: ({ std }, z) => z.mul(std!),
    }),
  }),

  fakeScore: definePlugin({
    role: "fakeScore",
    summary: "The score of a normal law whose standard deviation is its weight",
    options,
    create: () => ({
      init: () => ({ std: scalar(1) }),
      epsilon: ({ std }, xt, { alphaBar, betaBar }) =>
        xt.mul(betaBar.div(alphaBar.mul(std!).square().add(betaBar.square()))),
    }),
  }),

  loss: definePlugin({
    role: "loss",
    summary: "How far the two predictions are apart",
    options,
    create: () => ({ student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)) }),
  }),

  timeLaw: definePlugin({
    role: "timeLaw",
    summary: "Uniform between 0 and 1",
    options,
    create: () => ({ quantile: (u) => u }),
  }),

  weighting: definePlugin({
    role: "weighting",
    summary: "One for all",
    options,
    create: () => ({ student: ones, denoiser: ones }),
  }),

  extractor: definePlugin({
    role: "extractor",
    summary: "Samples are their own features",
    options,
    create: () => ({ weights: () => ({}), extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }) }),
  }),

  metric: definePlugin({
    role: "metric",
    summary: "How far the means are apart, over all elements",
    options,
    create: () => ({
      goals: { meanGap: "minimize" },
      measure: (samples, reference) => ({ meanGap: Math.abs(mean(samples.data) - mean(reference.data)) }),
    }),
  }),

  tracker: definePlugin({
    role: "tracker",
    summary: "Shows nothing to nobody",
    options,
    create: () => ({
      start: () => Promise.resolve({ rows: 0, place: "nowhere" }),
      log: () => Promise.resolve(),
      finish: () => Promise.resolve(),
    }),
  }),

  sampler: definePlugin({
    role: "sampler",
    summary: "The first choice, the middle of every range",
    options,
    create: () => ({
      suggest: ({ space }) => {
        const isActive = ({ when }: Dimension) => when === undefined || when.choice === 0;
        const active = space.filter(isActive);
        return Object.fromEntries(active.map((each) => [each.name, each.kind === "choice" ? 0 : each.quantile(0.5)]));
      },
    }),
  }),

  pruner: definePlugin({
    role: "pruner",
    summary: "Lets every trial run to its end",
    options,
    create: () => ({ prune: () => false }),
  }),

  launcher: definePlugin({
    role: "launcher",
    summary: "Starts nothing",
    options,
    create: () => ({
      attached: false,
      agent: () => ({ workers: 1, threads: 1 }),
      preview: () => "",
      launch: () => Promise.resolve([]),
      alive: () => Promise.resolve({ running: 0, queued: 0 }),
      cancel: () => Promise.resolve(),
    }),
  }),
} satisfies { readonly [R in Role]: Plugin<R> };

const ones = ({ level }: NoisedBatch) => tf.onesLike(level.betaBar).flatten(); // [b]

const mean = (values: Float32Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
