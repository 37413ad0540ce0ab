import { definePlugin, nest, sizeOf, tf, TweedieError, under } from "@tweedie/core";
import { modelDenoiser, noisedStd, sigmaOf } from "@tweedie/diffusion";
import {
  adapterOptions,
  embeddingOption,
  fourierEmbedding,
  initOption,
  mlpSizeOptions,
  modelNetwork,
  residualMlp,
} from "@tweedie/networks";
import { z } from "zod";
import { noiseAndRatio } from "./outputs/noise-and-ratio.ts";

/** Prefix of the discriminator's weights among the params. */
const discriminator = "ratio";

/**
 * The fake score with a discriminator beside it, whose logit is the log of the density ratio `ln p(xt) / q(xt)`, data to student.
 *
 * The noise prediction is that of `fake-scores/denoiser`. The discriminator is a residual MLP of the noised sample,
 *
 *     ln r(xt)  =  (alphaBar sigmaData / s) net(xt / s, ln(sigma) / 4),    s² = betaBar² + (alphaBar sigmaData)²
 *
 * whose factor decreases with the noise as the ratio does. Its first output is 0, the ratio 1. Denoisers alone give the gradient of
 * `ln r`, not `ln r`: that would take an integral over noise levels, whose variance grows with the dimension.
 */
export default definePlugin({
  role: "fakeScore",
  summary: "The fake score, and a discriminator whose logit is the log density ratio of data and student (f-distill)",
  options: z.strictObject({
    init: initOption,
    adapter: adapterOptions.optional(),
    ...mlpSizeOptions,
    depth: mlpSizeOptions.depth.removeDefault().default(2).describe("Residual blocks of the discriminator."),
    embedding: embeddingOption,
  }),
  uses: ["network", "teacher"],
  create({ init, adapter, width, depth, embedding }, network, teacher) {
    refuseClasses(network.classes);
    const { shape, sigmaData } = teacher;
    const inputs = sizeOf(shape);
    const { network: adapted, model } = modelNetwork({ init, adapter }, { network, teacher, where: "fakeScore" });
    const denoiser = modelDenoiser(adapted, teacher);
    const size = { inputs, outputs: 1, condition: embedding, gain: 0, width, depth, activation: "silu" } as const;
    const net = residualMlp(size);
    return {
      ...model,
      ...denoiser,
      output: noiseAndRatio(shape),
      init: (random, weights) => ({
        ...model.init(random, weights),
        ...nest(discriminator, net.init(random.child(discriminator))),
      }),
      epsilon(params, xt, level) {
        const s = noisedStd(level, sigmaData);
        const features = fourierEmbedding(sigmaOf(level).log().div(4), embedding);
        const y = net.forward(under(discriminator, params), xt.div(s).reshape([-1, inputs]), features); // [b, 1]
        const logRatio = y.mul(level.alphaBar.div(s).mul(sigmaData).reshape([-1, 1]));
        return tf.concat([denoiser.epsilon(params, xt, level).reshape([-1, inputs]), logRatio], 1); // [b, d + 1]
      },
    };
  },
});

function refuseClasses(classes: number | undefined): void {
  if (classes === undefined) return;
  throw new TweedieError({
    where: "fakeScore",
    what: "the discriminator of divergences/noise-and-ratio knows no classes, and the network is class-conditional",
    fix: "use an unconditional network, or the loss divergences/reverse-kl with fake-scores/denoiser",
  });
}
