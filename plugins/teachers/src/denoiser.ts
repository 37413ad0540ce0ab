import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { z } from "zod";

/** A network under EDM's preconditioning, trained on the data by denoising score matching and then frozen. */
export default definePlugin({
  role: "teacher",
  summary: "A network trained on the data by denoising score matching, under EDM's preconditioning",
  options: z.strictObject({}),
  uses: ["network", "data"],
  create: (_, network, { shape, sigmaData }) => ({
    ...edmDenoiser(network, sigmaData),
    shape,
    sigmaData,
    trained: true,
    init: (random) => network.init(random),
    ...(network.draws && { draws: (random, count) => network.draws!(random, count) }),
  }),
});
