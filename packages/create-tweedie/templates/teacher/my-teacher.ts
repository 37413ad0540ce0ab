import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** The frozen denoiser of the data: predicts the noise in `xt`. This example treats the data as a Gaussian with mean zero. */
export default definePlugin({
  role: "teacher",
  summary: "optimal denoiser of a Gaussian with the data's standard deviation",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("factor on the data's standard deviation"),
  }),
  uses: ["data"],
  create({ scale }, { shape, sigmaData }) {
    const std = scale * sigmaData;
    return {
      shape,
      sigmaData,
      weights: "closed-form",
      init: () => ({}),
      epsilon: (_, xt, { alphaBar, betaBar }) => betaBar.mul(xt).div(alphaBar.mul(std).square().add(betaBar.square())), // [b, ...]
    };
  },
});
