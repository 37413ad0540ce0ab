import { type Dataset, type FakeScoreBatch, type LossStrategy, type NoiseSchedule, tf } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { AdversarialOptions } from "./options.ts";
import { type NoisedSamples, discriminatorInputs } from "./discriminator-inputs.ts";

/** Losses of single logits, elementwise. */
export interface LogitLosses {
  student(logits: Tensor): Tensor;
  real(logits: Tensor): Tensor;
  generated(logits: Tensor): Tensor;
}

/**
 * Adversarial loss of the logits D of the fake score's discriminator, their mean over the logits of each sample:
 *
 *     student   E f_student(D(g)),    fake score   E f_real(D(x)) + E f_generated(D(g)) + γ/2 E |∇_x D(x)|²
 *
 * with real samples x, generated samples g, both noised, and the last term (R1; Mescheder et al., arXiv 1801.04406, eq. 9) if `r1` is set.
 */
export function adversarialLoss(
  losses: LogitLosses,
  { clamp, r1, time }: AdversarialOptions,
  data: Dataset,
  schedule: NoiseSchedule,
): LossStrategy {
  const { draws, generated, real } = discriminatorInputs(data, schedule, time?.object);
  return {
    readsLogits: true,
    draws,
    student(batch) {
      const logits = logitsAt(batch, generated(batch));
      return losses.student(clamp === undefined ? logits : logits.clipByValue(-clamp, clamp)).mean(1);
    },
    fakeScore(batch) {
      const samples = real(batch);
      const ofGenerated = losses.generated(logitsAt(batch, generated(batch))).mean(1);
      const both = losses.real(logitsAt(batch, samples)).mean(1).add(ofGenerated); // [b]
      return r1 === undefined ? both : both.add(gradientPenalty(batch, samples).mul(r1 / 2));
    },
  };
}

type LogitBatch = Pick<FakeScoreBatch, "logits">;

/** The logits of samples: `[b, n]`. */
const logitsAt = ({ logits }: LogitBatch, { xt, level, label }: NoisedSamples): Tensor => logits!(xt, level, label);

/** `|∇_x D|²` with the mean D of the logits of each sample: `[b]`. */
function gradientPenalty(batch: LogitBatch, samples: NoisedSamples): Tensor {
  const total = (xt: Tensor) =>
    logitsAt(batch, { ...samples, xt })
      .mean(1)
      .sum() as Scalar;
  return squaredNorm(tf.grad(total)(samples.xt));
}
