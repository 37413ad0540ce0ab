import { definePlugin } from "@tweedie/core";
import { edmDenoiser } from "@tweedie/diffusion";
import { adapter, modelNetwork } from "@tweedie/networks";
import { z } from "zod";

/** The teacher's architecture, trained on the student's samples. Its preconditioning takes the data's standard deviation for the student's. */
export default definePlugin({
  role: "fakeScore",
  summary: "A network under EDM's preconditioning, begun as the teacher",
  options: z.strictObject({
    init: z.enum(["teacher", "random"]).default("teacher").describe("where the first weights come from"),
    adapter: adapter.optional(),
  }),
  uses: ["network", "teacher"],
  create(options, network, teacher) {
    const { network: own, model: player } = modelNetwork(options, { network, teacher, where: "fakeScore" });
    return { ...player, ...edmDenoiser(own, teacher.sigmaData) };
  },
});
