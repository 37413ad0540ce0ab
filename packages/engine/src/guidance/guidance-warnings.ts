import { isGuided } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import type { Settings } from "../experiment/settings.ts";

/** Returns the objections to the guidance of an experiment, a sentence each. */
export const guidanceWarnings = (settings: Settings, components: Components): string[] => [
  ...untrainedTeacher(settings, components),
  ...untrainedFakeScore(settings, components),
  ...unequalScales(settings, components),
];

/** Guidance reads the teacher's prediction without a class, which only label dropout trains. */
function untrainedTeacher({ distill, evaluate }: Settings, { teacher, network, pretraining }: Components): string[] {
  const { teacher: inLosses } = distill.guidance ?? {};
  const where = isGuided(inLosses) ? "distill.guidance.teacher" : "evaluate.guidance";
  const isUsed = isGuided(inLosses) || isGuided(evaluate.guidance);
  const isKnown = teacher.weights === "closed-form" || teacher.weightsOfRun !== undefined;
  const dropsLabels = (teacher.network ?? network)?.dropsLabels === true;
  if (!isUsed || isKnown || dropsLabels || pretraining.labelDropout) return [];
  const consequence = "its prediction without a class may be arbitrary";
  return [
    teacher.weights === "trained"
      ? `${where}: the teacher is trained without label dropout: ${consequence}; set pretrain.labelDropout, such as 0.1`
      : `${where}: the teacher's file does not state that classes were withheld in its training: ${consequence}`,
  ];
}

/** The same of the fake score. */
function untrainedFakeScore({ distill }: Settings, { distillation, network }: Components): string[] {
  const { fakeScore, fakeScoreTraining } = distill.guidance ?? {};
  const { labelDropout, dropout } = distillation.models.fakeScore;
  if (!(isGuided(fakeScore) || isGuided(fakeScoreTraining)) || labelDropout) return [];
  // With scale 0 in training, only the prediction without a class is trained.
  if (fakeScoreTraining === 0 || (dropout === true && network?.dropsLabels === true)) return [];
  const where = `distill.guidance.${isGuided(fakeScore) ? "fakeScore" : "fakeScoreTraining"}`;
  return [
    `${where}: the fake score is never trained without a class; set distill.fakeScore.labelDropout, such as 0.1 as in SiD-LSG's code`,
  ];
}

/** The score identity holds for the prediction that denoising score matching trains. */
function unequalScales({ distill }: Settings, { distillation: { loss } }: Components): string[] {
  const { fakeScore = 1, fakeScoreTraining = 1 } = distill.guidance ?? {};
  const usesIdentity = loss.coefficients !== undefined || loss.usesIdentity === true;
  if (!usesIdentity || fakeScore === fakeScoreTraining) return [];
  return [
    `distill.guidance: the loss reads the fake score at guidance ${fakeScore}, and it is trained at ${fakeScoreTraining}: its prediction is then not that of the student's samples, for which the score identity holds`,
  ];
}
