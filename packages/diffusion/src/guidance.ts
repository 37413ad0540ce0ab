import { type Denoiser, type FakeScore, type Student, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The label of samples whose class is not given: `[b]`. */
const noClass = (like: Tensor, classes: number): Tensor => tf.fill([like.shape[0]!], classes);

/**
 * Classifier-free guidance of a prediction D, with the guidance scale kappa: `D(x) + kappa (D(x, c) - D(x))`, where D(x) is the prediction
 * without a class. Ho and Salimans, arXiv 2207.12598, eq. 6, with `kappa = 1 + w`.
 *
 * It is the same for every prediction that is affine in the noise prediction, such as that of x0. For exact predictions it is that of
 * `p(x) p(c | x)^kappa` at each noise level. kappa = 0 is the prediction without the class, and 1 that with it.
 *
 * @throws Error if there are classes and no label
 */
function guidedPrediction(
  predict: (label: Tensor | undefined) => Tensor,
  { scale, label, classes }: { scale: number; label: Tensor | undefined; classes: number | undefined },
): Tensor {
  if (classes === undefined || label === undefined) throw new Error("guidance needs a class-conditional model");
  const unconditional = predict(noClass(label, classes));
  return scale === 0 ? unconditional : unconditional.add(predict(label).sub(unconditional).mul(scale));
}

/**
 * A class-conditional denoiser with guidance. Without a scale, or with 1, it is the denoiser itself. Logits beside its prediction, of a
 * discriminator, are those of the class.
 */
export function guidedDenoiser<D extends Denoiser & Pick<FakeScore, "withLogits">>(
  denoiser: D,
  scale: number | undefined,
): D {
  if (!isGuided(scale)) return denoiser;
  const { classes, withLogits } = denoiser;
  const epsilon: D["epsilon"] = (params, xt, level, label) =>
    guidedPrediction((of) => denoiser.epsilon(params, xt, level, of), { classes, scale, label });
  return {
    ...denoiser,
    epsilon,
    ...(withLogits &&
      ({
        withLogits: (params, xt, level, label) => ({
          epsilon: epsilon(params, xt, level, label),
          logits: withLogits(params, xt, level, label).logits,
        }),
      } satisfies Pick<FakeScore, "withLogits">)),
  };
}

/** A class-conditional student with guidance of its samples, or of each of its steps. Without a scale, or with 1, it is the student itself. */
export function guidedStudent(student: Student, scale: number | undefined): Student {
  if (!isGuided(scale)) return student;
  if (student.steps) return student.steps.withGuidance(scale);
  return {
    ...student,
    denoising: undefined,
    evaluations: guidanceEvaluations(scale) * (student.evaluations ?? 1),
    generate: (params, z, label) =>
      guidedPrediction((of) => student.generate(params, z, of), { classes: student.classes, scale, label }),
  };
}

/** True if a guidance scale changes a prediction. */
export const isGuided = (scale: number | undefined): scale is number => scale !== undefined && scale !== 1;

/** Network evaluations of a prediction with guidance: two, but one without a class or without guidance. */
export const guidanceEvaluations = (scale: number | undefined): number => (isGuided(scale) && scale !== 0 ? 2 : 1);
