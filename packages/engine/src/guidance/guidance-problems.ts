import type { Problem } from "@tweedie/core";
import { isGuided } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";
import type { Settings } from "../experiment/settings.ts";

/** Finds guidance and label dropout without classes, and guidance of a fake score that does not predict the noise. */
export const guidanceProblems = (experiment: Combination, components: Components): Problem[] => [
  ...missingClasses(experiment, components),
  ...otherOutputs(experiment, components),
  ...idleOptions(experiment.settings),
];

/** Options that need classes, by their path, with their value. */
const options = ({ pretrain, distill, evaluate }: Settings): readonly (readonly [where: string, isSet: boolean])[] => [
  ["pretrain.labelDropout", (pretrain.labelDropout ?? 0) > 0],
  ["distill.fakeScore.labelDropout", (distill.fakeScore.labelDropout ?? 0) > 0],
  ...guided(distill.guidance),
  ["evaluate.guidance", isGuided(evaluate.guidance)],
];

const guided = (guidance: Settings["distill"]["guidance"] = {}) =>
  Object.entries(guidance).map(([name, scale]) => [`distill.guidance.${name}`, isGuided(scale)] as const);

function missingClasses({ settings }: Combination, { teacher, data }: Components): Problem[] {
  if (teacher.classes !== undefined) return [];
  return options(settings)
    .filter(([, isSet]) => isSet)
    .map(([where]) => ({
      where,
      what: data.labelled ? "the networks of this experiment have no classes" : "the data have no classes",
      fix: data.labelled
        ? "make the network class-conditional: `network.conditional=true`"
        : "use data with classes, such as datasets/mnist, and a network with `conditional: true`",
    }));
}

function otherOutputs({ slots, settings }: Combination, { distillation: { fakeScore } }: Components): Problem[] {
  const { fakeScore: evaluated, fakeScoreTraining } = settings.distill.guidance ?? {};
  if (!fakeScore.output) return [];
  return Object.entries({ fakeScore: evaluated, fakeScoreTraining })
    .filter(([, scale]) => isGuided(scale))
    .map(([name]) => ({
      where: `distill.guidance.${name}`,
      what: `\`${pluginAt(slots, "fakeScore")}\` predicts the output \`${fakeScore.output!.name}\`, and guidance is for predictions of the noise`,
      fix: "remove this line, or use a fake score that predicts the noise alone",
    }));
}

function idleOptions({ distill: { fakeScore } }: Settings): Problem[] {
  if (fakeScore.labelDropoutInStudent !== true || fakeScore.labelDropout) return [];
  const where = "distill.fakeScore.labelDropoutInStudent";
  return [{ where, what: "no labels are dropped", fix: "set `distill.fakeScore.labelDropout=0.1`" }];
}
