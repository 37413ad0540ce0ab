import { type LossPoint, type LossStrategy, sizeOf, type Teacher, type Weighting } from "@tweedie/core";
import { coefficientsAt, kappaOnGaussians } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import { type Experiment, pluginAt } from "./experiment.ts";
import { defaultStudentWeighting } from "./settings.ts";
import { levelsOfTraining, lossPoints } from "./loss-points.ts";

/** Bias of L2 from which a weighting is objected to: that of SiD's weights in fewer than 20 dimensions. */
const tolerance = 0.05;

/** Elements of the samples on which the bias is measured, for a standard error of 1 % in the plane. */
const elements = 2 ** 14;

/** Returns objections to weights that depend on the noise, a sentence each: the score identity does not hold with them. */
export const weightingObjections = ({ slots }: Pick<Experiment, "slots">, components: Components): string[] => [
  ...studentObjections(slots, components),
  ...denoiserObjections(slots, components),
];

/** Objects to weights of a student's loss that applies the identity: the experiment's, and those of its own terms. */
function studentObjections(
  slots: Experiment["slots"],
  { teacher, distillation: { loss, models, steps } }: Components,
): string[] {
  const { weighting, noise } = models.student;
  const own = Object.entries(loss.identityWeightings ?? {}).map(([path, each]) => [`loss.${path}`, each] as const);
  const ofExperiment: readonly (readonly [string, Weighting])[] = usesIdentity(loss, lossPoints(noise, steps))
    ? [["distill.student.weighting", weighting]]
    : [];
  return [...ofExperiment, ...own].flatMap(([path, { student, dependsOn }]) => {
    if (student === undefined || dependsOn === "level" || dependsOn === "xt") return [];
    const d = sizeOf(teacher.shape);
    const levels = levelsOfTraining(noise, Math.ceil(elements / d));
    const kappa = kappaOnGaussians((batch) => student(batch), { ...dataOf(teacher), levels });
    if (Math.abs(kappa - 1) <= tolerance) return [];
    return [
      `${path} ${pluginAt(slots, path)}: its weights depend on the noise, which biases ${pluginAt(slots, "loss")}: at dimension ${d} the L2 identity holds with kappa about ${kappa.toFixed(2)} instead of 1 (measured on Gaussians); weights of the noise level alone, such as those of ${defaultStudentWeighting}, keep it`,
    ];
  });
}

/** True if a loss contains the noise in place of the optimal prediction of it. */
const usesIdentity = ({ coefficients, usesIdentity = false }: LossStrategy, points: readonly LossPoint[]): boolean =>
  usesIdentity ||
  (coefficients !== undefined &&
    points.some((point) => {
      const { ae, be } = coefficientsAt(coefficients, point);
      return (ae ?? 0) !== 0 || (be ?? 0) !== 0;
    }));

/** Objects to weights of a denoiser's loss: its minimum is then not the conditional mean of the noise. */
const denoiserObjections = (
  slots: Experiment["slots"],
  { teacher, pretraining, distillation: { fakeScore, models } }: Components,
): string[] =>
  Object.entries({
    ...(teacher.weights === "trained" && { "pretrain.weighting": pretraining.weighting }),
    ...(fakeScore.output === undefined && { "distill.fakeScore.weighting": models.fakeScore.weighting }),
  })
    .filter(([, weighting]) => weighting.dependsOn === "noise" && weighting.denoiser !== undefined)
    .map(
      ([path]) =>
        `${path} ${pluginAt(slots, path)}: its weights depend on the noise, so the denoiser does not converge to the mean of the noise given xt, which is the score`,
    );

const dataOf = ({ shape, sigmaData }: Teacher) => ({ shape, sigmaData });
