import { definePlugin } from "@tweedie/core";
import { modelDenoiser } from "@tweedie/diffusion";
import { adapterOptions, initOption, modelNetwork, ownNetworkOption } from "@tweedie/networks";
import { z } from "zod";
import { discriminator } from "./logits/discriminator.ts";

/**
 * The teacher's architecture and preconditioning, trained on generated samples. Losses that read logits get them from its inner features.
 */
export default definePlugin({
  role: "fakeScore",
  summary: "The teacher's network with its preconditioning, initialised from the teacher",
  options: z.strictObject({
    init: initOption,
    adapter: adapterOptions.optional(),
    network: ownNetworkOption,
    head: z
      .boolean()
      .optional()
      .describe(
        "Logits of adversarial losses come from a small head on the network's coarsest features (DMD2). Default: from the features' means over the channels (SiDA).",
      )
      .meta({ example: true }),
  }),
  uses: ["network", "teacher"],
  create(options, network, teacher) {
    const { network: adapted, model } = modelNetwork(options, { network, teacher, where: "fakeScore" });
    return {
      ...model,
      ...modelDenoiser(adapted, teacher),
      ...discriminator(options, { network: adapted, model, teacher }),
    };
  },
});
