import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Knows the data, and says which noise is in a sample. To begin with it takes them for a Gaussian around zero. */
export default definePlugin({
  role: "teacher",
  summary: "the best denoiser of a Gaussian with the data's standard deviation",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("factor of the standard deviation"),
  }),
  uses: ["data"],
  create({ scale }, { shape, sigmaData }) {
    const std = scale * sigmaData;
    return {
      shape,
      sigmaData,
      trained: false,
      init: () => ({}),
      epsilon: (_, xt, { alphaBar, betaBar }) => betaBar.mul(xt).div(alphaBar.mul(std).square().add(betaBar.square())), // [b, ...]
    };
  },
});
