import { definePlugin, tf } from "@tweedie/core";
import { edmDenoiser, x0FromEps } from "@tweedie/diffusion";
import { adapter, modelNetwork } from "@tweedie/networks";
import { z } from "zod";

/**
 * The teacher's architecture as a generator: one denoising of pure noise, `g(z) = D(sigmaInit z, sigmaInit)`.
 *
 * With the teacher's weights its first samples are blurred data. SiD, arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "student",
  summary: "One denoising of pure noise, g(z) = D(sigmaInit z, sigmaInit), begun as the teacher",
  options: z.strictObject({
    init: z.enum(["teacher", "random"]).default("teacher").describe("where the first weights come from"),
    sigmaInit: z.number().positive().default(2.5).describe("noise-to-signal ratio at which the network is called"),
    adapter: adapter.optional(),
  }),
  uses: ["network", "teacher"],
  create({ sigmaInit, ...options }, network, teacher) {
    const { network: own, model: player } = modelNetwork(options, { network, teacher, where: "student" });
    const denoiser = edmDenoiser(own, teacher.sigmaData);
    return {
      ...player,
      classes: own.classes,
      latentShape: teacher.shape,
      generate(params, z, label) {
        const shape = [z.shape[0]!, ...teacher.shape.map(() => 1)];
        const level = { alphaBar: tf.ones(shape), betaBar: tf.fill(shape, sigmaInit) };
        const xt = z.mul(sigmaInit);
        return x0FromEps(denoiser.epsilon(params, xt, level, label), xt, level);
      },
    };
  },
});
