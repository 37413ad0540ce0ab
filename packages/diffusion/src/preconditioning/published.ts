import { type Preconditioning, tf } from "@tweedie/core";
import { sigmaOf } from "../levels/level.ts";
import { predictions } from "./discrete.ts";

/**
 * DDPM++ with continuous times: `cSkip = 1`, `cOut = -sigma`, `cIn = 1 / sqrt(sigma² + 1)`, and `cNoise` is `steps - 1` times the time `t`
 * at which `sigma² = exp(betaD t² / 2 + betaMin t) - 1`. Song et al., arXiv 2011.13456; Karras et al., arXiv 2206.00364, table 1.
 */
export const vpPreconditioning = ({
  betaD,
  betaMin,
  steps,
}: {
  readonly betaD: number;
  readonly betaMin: number;
  readonly steps: number;
}): Preconditioning => ({
  ...predictions.epsilon,
  noise(level) {
    const growth = sigmaOf(level).square().add(1).log().flatten();
    const root = growth
      .mul(2 * betaD)
      .add(betaMin ** 2)
      .sqrt();
    return root
      .sub(betaMin)
      .div(betaD)
      .mul(steps - 1);
  },
});

/** NCSN++: `cSkip = 1`, `cOut = sigma`, `cIn = 1`, `cNoise = ln(sigma / 2)`. Karras et al., arXiv 2206.00364, table 1. */
export const vePreconditioning = (): Preconditioning => ({
  input: (xt, { alphaBar }) => xt.div(alphaBar),
  noise: (level) => sigmaOf(level).mul(0.5).log().flatten(),
  epsilon: (f) => f.neg(),
  output: (eps) => eps.neg(),
});

/** The cosine schedule of improved DDPM. */
export interface IddpmSchedule {
  /** Smallest ratio of the squared signals of two steps. */
  readonly c1: number;
  /** Offset of the cosine. */
  readonly c2: number;
  readonly steps: number;
}

/**
 * Improved DDPM: `cSkip = 1`, `cOut = -sigma`, `cIn = 1 / sqrt(sigma² + 1)`, and `cNoise` is the step whose noise level is nearest to
 * sigma. Nichol and Dhariwal, arXiv 2102.09672; Karras et al., arXiv 2206.00364, table 1 and appendix C.3.
 */
export const iddpmPreconditioning = (schedule: IddpmSchedule): Preconditioning => {
  const sigmas = iddpmSigmas(schedule);
  const middles = sigmas.slice(1).map((sigma, j) => (sigma + sigmas[j]!) / 2);
  return {
    ...predictions.epsilon,
    noise(level) {
      const sigma = sigmaOf(level).reshape([-1, 1]);
      return sigma
        .greater(tf.tensor2d([middles]))
        .toFloat()
        .sum(1)
        .sub(1);
    },
  };
};

/** Noise levels of the cosine schedule, from 0 to the largest: `steps + 1` numbers. */
export function iddpmSigmas({ c1, c2, steps }: IddpmSchedule): number[] {
  const signal = (j: number) => Math.sin((Math.PI / 2) * (j / (steps * (c2 + 1)))) ** 2;
  const sigmas = [0];
  for (let j = steps; j > 0; j--) {
    const ratio = Math.max(signal(j - 1) / signal(j), c1);
    sigmas.push(Math.sqrt((sigmas.at(-1)! ** 2 + 1) / ratio - 1));
  }
  return sigmas;
}

/**
 * Velocity of a rectified flow, `F = eps - x0` at `xt = (1 - t) x0 + t eps`: `cSkip = 1 / (1 + sigma)`, `cOut = -sigma / (1 + sigma)`,
 * `cIn = 1 / (1 + sigma)`, and `cNoise` is `timeScale` times `t = sigma / (1 + sigma)`. Liu et al., arXiv 2209.03003.
 */
export const flowPreconditioning = ({ timeScale }: { readonly timeScale: number }): Preconditioning => ({
  input: (xt, { alphaBar, betaBar }) => xt.div(alphaBar.add(betaBar)),
  noise: ({ alphaBar, betaBar }) => betaBar.div(alphaBar.add(betaBar)).mul(timeScale).flatten(),
  epsilon: (f, xt, { alphaBar, betaBar }) => xt.add(alphaBar.mul(f)).div(alphaBar.add(betaBar)),
  output: (eps, xt, { alphaBar, betaBar }) => eps.mul(alphaBar.add(betaBar)).sub(xt).div(alphaBar),
});
