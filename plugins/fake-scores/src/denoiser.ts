import { definePlugin } from "@tweedie/core";
import { modelDenoiser } from "@tweedie/diffusion";
import { adapterOptions, initOption, modelNetwork, ownNetworkOption } from "@tweedie/networks";
import { z } from "zod";

/** The teacher's architecture and preconditioning, trained on generated samples. */
export default definePlugin({
  role: "fakeScore",
  summary: "The teacher's network with its preconditioning, initialised from the teacher",
  options: z.strictObject({
    init: initOption,
    adapter: adapterOptions.optional(),
    network: ownNetworkOption,
  }),
  uses: ["network", "teacher"],
  create(options, network, teacher) {
    const { network: adapted, model } = modelNetwork(options, { network, teacher, where: "fakeScore" });
    return { ...model, ...modelDenoiser(adapted, teacher) };
  },
});
