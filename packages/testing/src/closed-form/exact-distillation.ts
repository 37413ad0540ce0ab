import type { Amplitudes, Coefficients, Mixture } from "@tweedie/core";
import { derivative, finiteDifference } from "./finite-difference.ts";
import { expectation, gaussHermite, type Quadrature } from "./gauss-hermite.ts";
import { mixtureEpsilon, mixtureLogDensity } from "./mixture.ts";

type Theta = readonly number[];
/** A noise prediction on the real line. */
type Field = (xt: number) => number;

/** A teacher distribution on the real line, a student with parameters theta, and one noise level. */
export interface DistillationSetup {
  readonly teacher: Mixture;
  /** The student, `xg = generate(theta, z)`. */
  readonly generate: (theta: Theta, z: number) => number;
  readonly level: Amplitudes;
}

/** A distillation whose expectations are finite sums in float64: exact values for losses and their gradients. */
export interface ExactDistillation extends DistillationSetup {
  /** Distribution of the latents: the quadrature nodes themselves, so that the student's distribution is exactly a mixture. */
  readonly latents: Quadrature;
  readonly noise: Quadrature;
  /** Distribution of a student's samples. */
  distribution(theta: Theta): Mixture;
  /** The teacher's noise prediction. */
  readonly epsTeacher: Field;
  /** Optimal fake score of a student. */
  epsFake(theta: Theta): Field;
  /** Mean of `f(a, b, e)` over samples of the student, with teacher a, fake score b and noise e. */
  mean(theta: Theta, fake: Field, f: (a: number, b: number, e: number) => number): number;
  /** Mean of the loss with the given coefficients of the identity family. */
  loss(coefficients: Coefficients, theta: Theta, fake: Field): number;
  /** Gradient of a loss in theta with the fake score held constant, as in training. */
  gradient(coefficients: Coefficients, theta: Theta, fake?: Field): number[];
  /** Fisher divergence, `E|a - b|²` with the optimal fake score. */
  fisher(theta: Theta): number;
  /** Kullback-Leibler divergence of the student's noised distribution from the teacher's. */
  kl(theta: Theta): number;
}

/** Creates an exact distillation, with 16 latent nodes and 64 noise nodes by default. */
export function exactDistillation(
  { teacher, generate, level }: DistillationSetup,
  latents = gaussHermite(16),
  noise = gaussHermite(64),
): ExactDistillation {
  const distribution = (theta: Theta): Mixture => ({
    means: latents.nodes.map((z) => [generate(theta, z)]),
    weights: latents.weights,
    std: 0,
  });
  const predict = (mixture: Mixture, xt: number): number => mixtureEpsilon(mixture, [xt], level)[0]!;
  const logDensity = (mixture: Mixture, xt: number): number => mixtureLogDensity(mixture, [xt], level);
  const epsFake = (theta: Theta): Field => predict.bind(undefined, distribution(theta));

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
    distribution,
    epsTeacher: (xt) => predict(teacher, xt),
    epsFake,
    mean,
    loss,
    gradient({ aa, ab, ae, bb, be }, theta, fake = epsFake(theta)) {
      const epsTeacher = (xt: number): number => predict(teacher, xt);
      /** Derivative of the loss of one sample in xt, by those of the two fields. */
      const slopeAt = (xt: number, e: number): number => {
        const [a, b] = [epsTeacher(xt), fake(xt)];
        const [ofTeacher, ofFake] = [2 * aa * a + ab * b + ae * e, ab * a + 2 * bb * b + be * e];
        return ofTeacher * derivative(epsTeacher, xt) + ofFake * derivative(fake, xt);
      };
      const parts = latents.nodes.map((z, i) => {
        const xg = generate(theta, z);
        const slope = expectation(noise, (e) => slopeAt(level.alphaBar * xg + level.betaBar * e, e));
        const moved = finiteDifference((parameters) => generate(parameters, z), theta);
        return moved.map((change) => latents.weights[i]! * level.alphaBar * slope * change);
      });
      return theta.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));
    },
    fisher: (theta) => mean(theta, epsFake(theta), (a, b) => (a - b) ** 2),
    kl(theta) {
      const student = distribution(theta);
      return overSamples(theta, (xt) => logDensity(student, xt) - logDensity(teacher, xt));
    },
  };
}
