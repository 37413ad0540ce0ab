import { type Amplitudes, type Coefficients, tf } from "@tweedie/core";
import { addNoise, levelOf, quadraticIdentity } from "@tweedie/diffusion";
import { gaussianDenoiser, gaussianParams, gaussianStudent, tensorsOf } from "@tweedie/testing";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Weigh } from "./shipped-weightings.fixture.ts";

/** A Gaussian student `mean + std z` and the teacher's standard deviation, equal in each of `d` elements. */
export interface Gaussians {
  readonly d: number;
  readonly sigmaData: number;
  readonly mean: number;
  readonly std: number;
}

export const levels: readonly Amplitudes[] = [
  { alphaBar: 1, betaBar: 0.1 },
  { alphaBar: 0.8, betaBar: 0.6 },
  { alphaBar: 1, betaBar: 3 },
];

/** Latents and noises ±1 at every level: their means of quadratic functions are those of standard normal numbers. */
const nodes = levels.flatMap(({ alphaBar, betaBar }) =>
  [-1, 1].flatMap((z) => [-1, 1].map((e) => ({ z, e, alphaBar, betaBar }))),
);
const column = (name: keyof (typeof nodes)[number]) => tf.tensor1d(nodes.map((node) => node[name]));

/** Value of a weighted loss and its gradient in mean and std, exact for weights of the level, and the weights at the levels. */
export function trained(coefficients: Coefficients, weight: Weigh, { d, sigmaData, mean, std }: Gaussians) {
  const level = levelOf(column("alphaBar"), column("betaBar"), 2);
  const [z, eps] = (["z", "e"] as const).map((name) => column(name).expandDims(1).tile([1, d]));
  const denoiser = gaussianDenoiser([d]);
  const predict = (m: number, s: number, xt: Tensor) =>
    denoiser.epsilon(tensorsOf(gaussianParams(new Array<number>(d).fill(m), s)), xt, level);
  let weights: number[] = [];
  const loss = (m: Tensor, s: Tensor) => {
    const xg = gaussianStudent([d]).generate({ mean: m.expandDims(0).tile([d]), std: s }, z!);
    const xt = addNoise(xg, eps!, level);
    const fakeScore = (x: Tensor) => predict(mean, std, x);
    const batch = { xg, xt, eps: eps!, level, epsTeacher: predict(0, sigmaData, xt), epsFake: fakeScore(xt) };
    const w = weight({ ...batch, fakeScore, draws: {} });
    weights = levels.map((_, i) => w.dataSync()[4 * i]!);
    return quadraticIdentity(coefficients, batch).mul(w).mean() as Scalar;
  };
  const { value, grads } = tf.valueAndGrads(loss)([tf.scalar(mean), tf.scalar(std)]);
  return { value: value.dataSync()[0]!, gradient: grads.map((g) => g.dataSync()[0]!), weights };
}

/** The same in closed form, for given weights of the levels (`packages/diffusion/README.md`). */
export function inClosedForm(
  { aa, ab, bb }: Coefficients,
  weights: readonly number[],
  { d, sigmaData, mean, std }: Gaussians,
) {
  let [value, ofMean, ofStd] = [0, 0, 0];
  levels.forEach(({ alphaBar, betaBar }, i) => {
    const [S, s] = [sigmaData, std].map((x) => (alphaBar * x) ** 2 + betaBar ** 2) as [number, number];
    const m = alphaBar * mean;
    const unit = (d * weights[i]! * betaBar ** 2) / levels.length;
    value += unit * aa * ((m / S) ** 2 + s * (1 / S - 1 / s) ** 2);
    ofMean += (unit * alphaBar * m * ((2 * aa) / S + ab / s)) / S;
    ofStd += unit * 2 * alphaBar ** 2 * std * (aa / S ** 2 + ab / (S * s) + bb / s ** 2);
  });
  return { value, gradient: [ofMean, ofStd] };
}
