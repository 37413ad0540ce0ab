import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { z } from "zod";

/** The denoiser that is trained on the student's samples. This example is the experiment's network with EDM preconditioning. */
export default definePlugin({
  role: "fakeScore",
  summary: "network with EDM preconditioning and random initial weights",
  options: z.strictObject({
    scale: z
      .number()
      .positive()
      .default(1)
      .describe("standard deviation of the student's samples, relative to the data's"),
  }),
  uses: ["network", "data"],
  create: ({ scale }, network, { sigmaData }) => ({
    ...edmDenoiser(network, scale * sigmaData),
    init: (random) => network.init(random),
  }),
});
