import { definePlugin, ndarray, sizeOf, TweedieError, type Mixture, type NDArray, type Params } from "@tweedie/core";
import { z } from "zod";

/** The exact score of a Gaussian mixture, at every noise level. */
export default definePlugin({
  role: "teacher",
  summary: "The exact score of data with a Gaussian mixture density",
  aliases: ["exact", "analytic", "closed-form"],
  options: z.strictObject({}),
  uses: ["data"],
  create(_, { shape, sigmaData, mixture }) {
    if (!mixture) {
      throw new TweedieError({
        where: "teacher",
        what: "teachers/mixture needs data with a known Gaussian mixture density, which these data do not have",
        fix: "use datasets/ring, datasets/grid or datasets/mixture, or train a teacher: `use: teachers/denoiser`",
      });
    }
    const size = sizeOf(shape);
    return {
      shape,
      sigmaData,
      weights: "closed-form",
      init: () => constantsOf(mixture, size),

      // A noised mode is normal with mean alphaBar mean and variance v = (alphaBar std)² + betaBar². The score is the mean of the
      // modes' scores (alphaBar mean - xt) / v, weighted by the posterior probability of each mode given xt.
      epsilon({ means, weights, std }, xt, { alphaBar, betaBar }) {
        const x = xt.reshape([-1, size]); // [b, d]
        const a = alphaBar.reshape([-1, 1]);
        const b = betaBar.reshape([-1, 1]);
        const v = a.mul(std!).square().add(b.square()); // [b, 1]
        // ln(weight) - |x - a mean|² / 2v, without the term -|x|² / 2v, which is equal for all modes.
        const squaredNorms = means!.square().sum(1).mul(0.5); // [modes]
        const logits = x.matMul(means!, false, true).sub(a.mul(squaredNorms)).mul(a.div(v)).add(weights!.log());
        const mean = logits.softmax().matMul(means!); // [b, d]
        return x
          .sub(a.mul(mean))
          .mul(b.div(v))
          .reshape([-1, ...shape]);
      },
    };
  },
});

const constantsOf = ({ means, weights, std }: Mixture, size: number): Params<NDArray> => ({
  means: ndarray([means.length, size], Float32Array.from(means.flat())),
  weights: ndarray([weights.length], Float32Array.from(weights)),
  std: ndarray([], Float32Array.of(std)),
});
