import { random, tf, type FakeScore, type Plugin } from "@tweedie/core";
import { drawDifference, gradientProblem, missingGradients } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import { normal, someLabels, someLevels } from "../../stand-ins/scored-batch.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { modelParams, perturbed, tensorsOf } from "../../stand-ins/weights.ts";
import type { Check, Suite } from "../check.ts";
import { forwardChecks } from "../forward-checks.ts";
import { discriminatorChecks } from "./discriminator.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

export type DenoiserPlugin = Plugin<"teacher"> | Plugin<"fakeScore">;

/** The contract of a teacher or a fake score, whether it predicts the noise or declares another output. */
export function denoiserSuite(plugin: DenoiserPlugin, setup: Setup = {}): Suite {
  const inputs = inputsOf(plugin, setup);
  return {
    name: "denoiser",
    checks: [
      ...optionChecks(plugin, setup),
      ...predictionChecks(inputs),
      ...gradientChecks(inputs),
      ...discriminatorChecks(inputs),
    ],
  };
}

/** The denoiser with its weights, and a batch of four samples. */
function inputsOf(plugin: DenoiserPlugin, setup: Setup) {
  const roles = { ...standIns(setup.shape), ...setup.uses };
  const { shape } = roles.data;
  const denoiser = (): FakeScore => make<"teacher" | "fakeScore">(plugin, setup);
  const teacherWeights = () => roles.teacher.init(random(0, "teacher"));
  const initial = () => denoiser().init(random(0, "init"), teacherWeights());
  return {
    denoiser,
    teacherWeights,
    initial,
    params: () => modelParams(teacherWeights(), denoiser(), tensorsOf(initial())),
    xt: () => normal("xt", [4, ...shape]),
    level: () => someLevels(shape.length + 1),
    labels: () => someLabels(denoiser()),
  };
}

type Inputs = ReturnType<typeof inputsOf>;

const predictionChecks = ({ denoiser, teacherWeights, params, xt, level, labels }: Inputs): readonly Check[] => [
  {
    name: "the same stream initialises the same weights",
    find: () => drawDifference((stream) => denoiser().init(stream, teacherWeights())),
  },
  {
    name: "the output is finite and has the shape of the batch, or the declared size",
    find: () => {
      const { output, epsilon } = denoiser();
      const eps = epsilon(params(), xt(), level(), labels());
      return outputProblems("the output", eps, output ? [4, output.size] : xt().shape);
    },
  },
  ...forwardChecks({
    forward: () => {
      const { epsilon } = denoiser();
      return (own, { xt, alphaBar, betaBar, label }) =>
        epsilon(own, xt!, { alphaBar: alphaBar!, betaBar: betaBar! }, label);
    },
    params,
    inputs: () => ({ xt: xt() }),
    conditions: () => ({ ...level(), label: labels() }),
  }),
];

const gradientChecks = ({ denoiser, teacherWeights, initial, params, xt, level, labels }: Inputs): readonly Check[] => [
  {
    name: "has a gradient in every sample",
    find: () => {
      const own = params();
      return gradientProblem(tf.grad((x) => denoiser().epsilon(own, x, level(), labels()).square().sum())(xt()));
    },
  },
  {
    name: "has a gradient in every weight but the fixed ones, if it is trained",
    skipReason: () => {
      const made = denoiser();
      return "weights" in made && made.weights !== "trained" ? "the teacher is not trained" : undefined;
    },
    find: () => {
      const [x, l, label] = [xt(), level(), labels()];
      return missingGradients(
        perturbed(initial()),
        (own) => outputsOf(denoiser())(modelParams(teacherWeights(), denoiser(), own), x, l, label),
        denoiser().fixed,
      );
    },
  },
];

/** All outputs of a denoiser side by side, each sample in a row: its prediction, and logits if it has a discriminator. */
const outputsOf =
  ({ epsilon, withLogits }: FakeScore): FakeScore["epsilon"] =>
  (...inputs) => {
    if (!withLogits) return epsilon(...inputs);
    const both = withLogits(...inputs);
    return tf.concat([both.epsilon.reshape([4, -1]), both.logits], 1);
  };
