import { definePlugin, tf } from "@tweedie/core";
import { modelDenoiser, x0FromEps } from "@tweedie/diffusion";
import { adapterOptions, initOption, modelNetwork, ownNetworkOption } from "@tweedie/networks";
import { z } from "zod";

/**
 * The teacher's network as a generator: one denoising step from pure noise, `g(z) = D(sigmaInit z, sigmaInit)`.
 *
 * With the teacher's weights its initial samples are blurred data. SiD, arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "student",
  summary: "One denoising step from noise, g(z) = D(sigmaInit z, sigmaInit), initialised from the teacher",
  options: z.strictObject({
    init: initOption,
    sigmaInit: z.number().positive().default(2.5).describe("Noise-to-signal ratio of the network's input."),
    adapter: adapterOptions.optional(),
    network: ownNetworkOption,
  }),
  uses: ["network", "teacher"],
  create({ sigmaInit, ...options }, network, teacher) {
    const { network: adapted, merge, model, isOwn } = modelNetwork(options, { network, teacher, where: "student" });
    const denoiser = modelDenoiser(adapted, teacher);
    return {
      ...model,
      classes: adapted.classes,
      latentShape: teacher.shape,
      ...(!isOwn && { denoising: { sigma: sigmaInit, weights: merge } }),
      generate(params, z, label) {
        const shape = [z.shape[0]!, ...teacher.shape.map(() => 1)];
        const level = { alphaBar: tf.ones(shape), betaBar: tf.fill(shape, sigmaInit) };
        const xt = z.mul(sigmaInit);
        return x0FromEps(denoiser.epsilon(params, xt, level, label), xt, level);
      },
    };
  },
});
