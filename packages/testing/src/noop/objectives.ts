import { definePlugin, tf, type NoisedBatch } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

const options = z.strictObject({});

export const loss = definePlugin({
  role: "loss",
  summary: "|teacher - fake|², the squared distance of the two predictions",
  options,
  create: () => ({ student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)) }),
});

export const timeLaw = definePlugin({
  role: "timeLaw",
  summary: "Uniform on (0, 1)",
  options,
  create: () => ({ quantile: (u) => u }),
});

const ones = ({ level }: NoisedBatch) => tf.onesLike(level.betaBar).flatten(); // [b]

export const weighting = definePlugin({
  role: "weighting",
  summary: "Weight 1",
  options,
  create: () => ({ dependsOn: "level", student: ones, denoiser: ones }),
});
