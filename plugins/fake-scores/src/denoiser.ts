import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { adapterOptions, modelNetwork } from "@tweedie/networks";
import { z } from "zod";

/** The teacher's architecture, trained on generated samples. Its preconditioning uses the standard deviation of the data. */
export default definePlugin({
  role: "fakeScore",
  summary: "The teacher's network with EDM's preconditioning, initialised from the teacher",
  options: z.strictObject({
    init: z.enum(["teacher", "random"]).default("teacher").describe("Initial weights: the teacher's, or random."),
    adapter: adapterOptions.optional(),
  }),
  uses: ["network", "teacher"],
  create(options, network, teacher) {
    const { network: adapted, model } = modelNetwork(options, { network, teacher, where: "fakeScore" });
    return { ...model, ...edmDenoiser(adapted, teacher.sigmaData) };
  },
});
