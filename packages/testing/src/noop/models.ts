import { definePlugin, ndarray, scalar, type Dataset } from "@tweedie/core";
import { z } from "zod";

const options = z.strictObject({});

export const data = definePlugin({
  role: "data",
  summary: "Standard normal points in the plane",
  options,
  create: () => {
    const sample: Dataset["sample"] = (random, count) => ndarray([count, 2], random.normal(2 * count));
    return { shape: [2], sigmaData: 1, sample, heldOut: sample };
  },
});

export const schedule = definePlugin({
  role: "schedule",
  summary: "Variance exploding: time is the noise-to-signal ratio",
  options,
  create: () => ({ amplitudes: (t) => ({ alphaBar: 1, betaBar: t }), timeOf: (sigma) => sigma }),
});

export const network = definePlugin({
  role: "network",
  summary: "Two weights: a factor of the input and a factor of the noise level",
  options,
  uses: ["data"],
  create: (_, { shape }) => ({
    shape,
    init: () => ({ factor: scalar(1), offset: scalar(0) }),
    forward: ({ factor, offset }, x, noise) =>
      x.mul(factor!).add(noise.mul(offset!).reshape([-1, ...shape.map(() => 1)])),
  }),
});

export const teacher = definePlugin({
  role: "teacher",
  summary: "The exact score of standard normal data",
  options,
  uses: ["data"],
  create: (_, { shape, sigmaData }) => ({
    shape,
    sigmaData,
    weights: "closed-form",
    init: () => ({}),
    epsilon: (_, xt, { alphaBar, betaBar }) => xt.mul(betaBar.div(alphaBar.square().add(betaBar.square()))),
  }),
});

export const student = definePlugin({
  role: "student",
  summary: "The latent times one weight",
  options,
  uses: ["data"],
  create: (_, { shape }) => ({
    latentShape: shape,
    init: () => ({ std: scalar(1) }),
    generate: ({ std }, z) => z.mul(std!),
  }),
});

export const fakeScore = definePlugin({
  role: "fakeScore",
  summary: "The score of a centred normal distribution, with one weight for its standard deviation",
  options,
  create: () => ({
    init: () => ({ std: scalar(1) }),
    epsilon: ({ std }, xt, { alphaBar, betaBar }) =>
      xt.mul(betaBar.div(alphaBar.mul(std!).square().add(betaBar.square()))),
  }),
});
