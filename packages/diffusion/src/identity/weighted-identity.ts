import { type Amplitudes, random, type ScoredBatch, sizeOf, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { levelOf } from "../levels/level.ts";

/** Gaussians on which the identity is measured. */
export interface GaussianCase {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Standard deviation of the teacher's data, in each element. */
  readonly sigmaData: number;
  /** Noise levels, one for each sample that is drawn. */
  readonly levels: readonly Amplitudes[];
  /** Standard deviation and mean of the student in each element, relative to `sigmaData`. Default: 0.9 and 0.1. */
  readonly student?: Gaussian;
}

interface Gaussian {
  readonly std: number;
  readonly mean: number;
}

/**
 * The factor `kappa = E[w <a - b*, a - e>] / E[w |a - b*|²]` by which weights change the value of L2, measured on Gaussians.
 *
 * It is 1 if the score identity holds with the weights: if they depend on the noise level and `xt` only. Each `xt` has two noises, which
 * are equally far from the mean `b*` on opposite sides, so that kappa has no sampling error then.
 */
export function kappaOnGaussians(weight: (batch: ScoredBatch) => Tensor, gaussians: GaussianCase): number {
  const size = sizeOf(gaussians.shape);
  let [value, divergence] = [0, 0];
  for (const sign of [1, -1]) {
    const arrays = noisedArrays(gaussians, sign);
    const weights = tf.tidy(() => weight(scored(arrays, gaussians)).dataSync());
    arrays.eps.forEach((e, i) => {
      const [w, a, b] = [weights[Math.floor(i / size)]!, arrays.epsTeacher[i]!, arrays.epsFake[i]!];
      value += w * (a - b) * (a - e);
      divergence += w * (a - b) ** 2;
    });
  }
  return value / divergence;
}

/** Standard deviation and mean of the student, in the units of the data. */
const studentOf = ({
  sigmaData,
  student: { std, mean } = { std: 0.9, mean: 0.1 },
}: Omit<GaussianCase, "shape" | "levels">) => ({
  std: std * sigmaData,
  mean: mean * sigmaData,
});

/** Elements of all samples, on the host in float64. */
type Arrays = Readonly<Record<"xg" | "xt" | "eps" | "epsTeacher" | "epsFake", Float64Array>>;

/** Noised samples with the optimal predictions. `sign` chooses one of the two noises of each sample. */
function noisedArrays({ shape, sigmaData, levels, ...rest }: GaussianCase, sign: number) {
  const size = sizeOf(shape);
  const { std, mean } = studentOf({ sigmaData, ...rest });
  const count = levels.length * size;
  const [z, n] = ["xt", "eps"].map((name) => random(0, name).normal(count));
  const array = () => new Float64Array(count);
  const arrays = { xg: array(), xt: array(), eps: array(), epsTeacher: array(), epsFake: array() } satisfies Arrays;
  for (let i = 0; i < count; i++) {
    const { alphaBar, betaBar } = levels[Math.floor(i / size)]!;
    const [ofTeacher, ofStudent] = [sigmaData, std].map((s) => (alphaBar * s) ** 2 + betaBar ** 2); // variances of xt
    const centred = Math.sqrt(ofStudent!) * z![i]!;
    const deviation = (sign * n![i]! * std) / Math.sqrt(ofStudent!);
    arrays.xt[i] = centred + alphaBar * mean;
    arrays.epsTeacher[i] = (betaBar * arrays.xt[i]!) / ofTeacher!;
    arrays.epsFake[i] = (betaBar * centred) / ofStudent!;
    // Given xt, the noise is Gaussian around epsFake, and xg follows from it.
    arrays.eps[i] = arrays.epsFake[i]! + alphaBar * deviation;
    arrays.xg[i] = mean + (alphaBar * std ** 2 * centred) / ofStudent! - betaBar * deviation;
  }
  return arrays;
}

/** The arrays as a batch, with the optimal fake score. */
function scored(arrays: Arrays, { shape, levels, ...rest }: GaussianCase): ScoredBatch {
  const { std, mean } = studentOf(rest);
  const batch = [levels.length, ...shape];
  const tensor = (name: keyof Arrays) => tf.tensor(Float32Array.from(arrays[name]), batch);
  const amplitudes = (name: keyof Amplitudes) => tf.tensor1d(levels.map((level) => level[name]));
  return {
    xg: tensor("xg"),
    xt: tensor("xt"),
    eps: tensor("eps"),
    level: levelOf(amplitudes("alphaBar"), amplitudes("betaBar"), batch.length),
    epsTeacher: tensor("epsTeacher"),
    epsFake: tensor("epsFake"),
    fakeScore(x, { alphaBar, betaBar }) {
      const variance = alphaBar.mul(std).square().add(betaBar.square());
      return betaBar.mul(x.sub(alphaBar.mul(mean))).div(variance);
    },
    draws: {},
  };
}
