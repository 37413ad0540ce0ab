import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { z } from "zod";

/** A network with EDM's preconditioning, trained on the data by denoising score matching, then frozen. */
export default definePlugin({
  role: "teacher",
  summary: "A network with EDM's preconditioning, trained on the data by denoising score matching",
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
