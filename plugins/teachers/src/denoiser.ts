import { definePlugin } from "@tweedie/core";
import { modelDenoiser, namedPreconditioning, preconditioningNames } from "@tweedie/diffusion";
import { z } from "zod";

/** A network with a preconditioning, trained on the data by denoising score matching, then frozen. */
export default definePlugin({
  role: "teacher",
  summary: "A network with EDM's preconditioning, trained on the data by denoising score matching",
  options: z.strictObject({
    preconditioning: z
      .enum(preconditioningNames)
      .optional()
      .describe("Scales of the network's input and output; EDM's if left out. Student and fake score have the same.")
      .meta({ example: "flow" }),
    run: z
      .string()
      .min(1)
      .optional()
      .meta({ format: "run" })
      .describe("Folder of a run whose trained teacher is used, with the same network; left out, it is trained.")
      .meta({ example: "runs/digits-teacher-1a2b3c4d" }),
  }),
  uses: ["network", "data"],
  create({ preconditioning: name, run }, network, { shape, sigmaData }) {
    const preconditioning = name === undefined ? undefined : namedPreconditioning(name, sigmaData);
    return {
      ...modelDenoiser(network, { preconditioning, sigmaData }),
      shape,
      sigmaData,
      weights: run === undefined ? "trained" : "loaded",
      preconditioning,
      weightsOfRun: run,
      init: (random) => network.init(random),
      fixed: network.fixed,
      ...(network.draws && { draws: (random, count) => network.draws!(random, count) }),
    };
  },
});
