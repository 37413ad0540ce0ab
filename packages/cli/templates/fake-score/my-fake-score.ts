import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { z } from "zod";

/** Follows the student: a denoiser that is trained on its samples. To begin with it is the network under EDM's preconditioning. */
export default definePlugin({
  role: "fakeScore",
  summary: "a network under EDM's preconditioning, begun at random",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("expected spread of the student's samples, in that of the data"),
  }),
  uses: ["network", "data"],
  create: ({ scale }, network, { sigmaData }) => ({
    ...edmDenoiser(network, scale * sigmaData),
    init: (random) => network.init(random),
  }),
});
