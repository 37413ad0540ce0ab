import type { Amplitudes, Coefficients, Mixture } from "@tweedie/core";
import { finiteDifference } from "./finite-difference.ts";
import { expectation, gaussHermite, type Quadrature } from "./gauss-hermite.ts";
import { mixtureEpsilon, mixtureLogDensity } from "./mixture.ts";

type Theta = readonly number[];
/** A prediction of the noise, on the real line. */
type Field = (xt: number) => number;

/** A law on the real line, a student that is to become it, and one noise level. */
export interface DistillationSetup {
  readonly teacher: Mixture;
  /** The student, `xg = generate(theta, z)`. */
  readonly generate: (theta: Theta, z: number) => number;
  readonly level: Amplitudes;
}

/** A distillation whose every expectation is a sum, in float64: what losses and their gradients are checked against. */
export interface ExactDistillation extends DistillationSetup {
  /** The latents' law: these very nodes, so that the student's is a mixture exactly. */
  readonly latents: Quadrature;
  readonly noise: Quadrature;
  law(theta: Theta): Mixture;
  /** The optimal fake score of a student. */
  epsFake(theta: Theta): Field;
  /** Mean of a function of teacher a, fake score b and noise e at samples of the student. */
  mean(theta: Theta, fake: Field, f: (a: number, b: number, e: number) => number): number;
  loss(coefficients: Coefficients, theta: Theta, fake: Field): number;
  /** Gradient of a loss in the student, the fake score held constant: what training follows. */
  gradient(coefficients: Coefficients, theta: Theta, fake?: Field): number[];
  /** The Fisher divergence, `E|a - b|²` with the optimal fake score. */
  fisher(theta: Theta): number;
  /** The divergence of Kullback and Leibler of the student's noised law from the teacher's. */
  kl(theta: Theta): number;
}

export function exactDistillation(
  { teacher, generate, level }: DistillationSetup,
  latents = gaussHermite(16),
  noise = gaussHermite(64),
): ExactDistillation {
  const law = (theta: Theta): Mixture => ({
    means: latents.nodes.map((z) => [generate(theta, z)]),
    weights: latents.weights,
    std: 0,
  });
  const predict = (mixture: Mixture, xt: number): number => mixtureEpsilon(mixture, [xt], level)[0]!;
  const logDensity = (mixture: Mixture, xt: number): number => mixtureLogDensity(mixture, [xt], level);
  const epsFake = (theta: Theta): Field => predict.bind(undefined, law(theta));

  const overSamples = (theta: Theta, f: (xt: number, e: number) => number): number =>
    expectation(latents, (z) => {
      const xg = generate(theta, z);
      return expectation(noise, (e) => f(level.alphaBar * xg + level.betaBar * e, e));
    });
  const mean: ExactDistillation["mean"] = (theta, fake, f) =>
    overSamples(theta, (xt, e) => f(predict(teacher, xt), fake(xt), e));
  const loss: ExactDistillation["loss"] = ({ aa, ab, ae, bb, be }, theta, fake) =>
    mean(theta, fake, (a, b, e) => aa * a * a + ab * a * b + ae * a * e + bb * b * b + be * b * e);

  return {
    teacher,
    generate,
    level,
    latents,
    noise,
    law,
    epsFake,
    mean,
    loss,
    gradient: (coefficients, theta, fake = epsFake(theta)) =>
      finiteDifference((moved) => loss(coefficients, moved, fake), theta),
    fisher: (theta) => mean(theta, epsFake(theta), (a, b) => (a - b) ** 2),
    kl(theta) {
      const student = law(theta);
      return overSamples(theta, (xt) => logDensity(student, xt) - logDensity(teacher, xt));
    },
  };
}
