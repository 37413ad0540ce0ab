import {
  type Coefficients,
  type CoefficientsByLevel,
  type FakeScoreBatch,
  type LossStrategy,
  type Plugin,
  random,
  type ScoredBatch,
  tf,
} from "@tweedie/core";
import { coefficientsAt, quadraticIdentity, sigmaOf } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../../problems/compiled-difference.ts";
import { difference } from "../../problems/difference.ts";
import { problemsIn, unless } from "../../problems/findings.ts";
import { impurity } from "../../problems/impurity.ts";
import { gradientProblem, otherSampleProblem } from "../../problems/model-problems.ts";
import { outputProblems, shapeProblem } from "../../problems/shapes.ts";
import { normal, scoredBatch } from "../../stand-ins/scored-batch.ts";
import { tensorsOf } from "../../stand-ins/weights.ts";
import type { Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** The iteration in which the checks evaluate a loss. */
const iteration = 2;

/** A batch with the loss's own draws and the output that it reads, from a fake score of one weight, `psi`. */
const batchFor = (loss: LossStrategy, xg: Tensor, psi: Tensor = tf.scalar(0.4)): ScoredBatch & FakeScoreBatch => ({
  ...scoredBatch(xg, { output: loss.fakeScoreOutput, psi }),
  ...(loss.pairs && { target: normal("target", xg.shape) }),
  draws: tensorsOf(loss.draws?.(random(0, "draws"), xg.shape[0]!, iteration) ?? {}),
});

/** The contract of a loss, for points and for images. */
export const lossSuite = (plugin: Plugin<"loss">, setup: Setup = {}): Suite => ({
  name: "loss",
  checks: optionChecks(plugin, setup),
  groups: [
    objectiveSuite("of points", plugin, setup, [4, 2]),
    objectiveSuite("of images", plugin, setup, [4, 3, 3, 2]),
  ],
});

/** Checks of the student's loss on a batch of the given shape. */
function objectiveSuite(name: string, plugin: Plugin<"loss">, setup: Setup, shape: readonly number[]): Suite {
  const loss = make(plugin, { ...setup, shape: shape.slice(1) });
  const xg = () => normal("xg", shape);
  return {
    name,
    checks: [
      {
        name: "the student's loss is one finite number per sample",
        find: () => outputProblems("the loss", loss.student(batchFor(loss, xg())), [4]),
      },
      {
        name: "is a pure function of the batch",
        find: () => {
          const batch = batchFor(loss, xg());
          return impurity(() => loss.student(batch));
        },
      },
      {
        name: "compiles, with its gradient",
        skipReason: whyNotCompiled,
        find: () => compiledDifference(({ xg }) => loss.student(batchFor(loss, xg!)), { xg: xg() }),
      },
      {
        name: "has a gradient in every generated sample",
        find: () => gradientProblem(tf.grad((x) => loss.student(batchFor(loss, x)).sum())(xg())),
      },
      {
        name: "has no statistics of the batch",
        skipReason: () => (loss.batchStatistics ? "the loss declares `batchStatistics`" : undefined),
        find: () => otherSampleProblem((x) => loss.student(batchFor(loss, x)), xg()),
      },
      {
        name: "equals the sum of its declared terms",
        skipReason: () => (loss.studentTerms ? undefined : "the loss declares no `studentTerms`"),
        find: () => {
          const batch = batchFor(loss, xg());
          return difference(loss.student(batch), sumOfTerms(loss, batch), { atol: 1e-4, rtol: 1e-4 });
        },
      },
      {
        name: "equals the quadratic form of its declared coefficients",
        skipReason: () => whyNoQuadraticForm(loss),
        find: () => {
          const batch = batchFor(loss, xg());
          return difference(loss.student(batch), quadraticForm(loss.coefficients!, batch), { atol: 1e-4 });
        },
      },
    ],
    groups: [fakeScoreSuite(loss, xg)],
  };
}

/** Returns why a loss need not be the quadratic form of its coefficients; undefined if it must. */
function whyNoQuadraticForm({ coefficients, studentTerms }: LossStrategy): string | undefined {
  if (!coefficients) {
    return "the loss declares no `coefficients`; a loss that is quadratic in the predictions should";
  }
  return studentTerms && "the coefficients are those of its terms that belong to the identity family";
}

/** The sum of the terms that a strategy declares: `[b]`. */
const sumOfTerms = (loss: LossStrategy, batch: ScoredBatch): Tensor =>
  Object.values(loss.studentTerms!(batch)).reduce((sum, term) => sum.add(term));

/** The loss with the coefficients that a strategy declares, for the noise level of each sample: `[b]`. */
function quadraticForm(coefficients: CoefficientsByLevel, batch: ScoredBatch): Tensor {
  const { level } = batch;
  const ofSamples = [...sigmaOf(level).dataSync()].map((sigma) => coefficientsAt(coefficients, { sigma, iteration }));
  const column = (name: keyof Coefficients): Tensor => {
    const numbers = ofSamples.map((each) => each[name]);
    return tf.tensor(numbers, level.alphaBar.shape);
  };
  const form = { aa: column("aa"), ab: column("ab"), ae: column("ae"), bb: column("bb"), be: column("be") };
  return quadraticIdentity(form, batch);
}

/** Checks of the loss that a strategy gives the fake score, if it has one. */
function fakeScoreSuite(loss: LossStrategy, xg: () => Tensor): Suite {
  const skipReason = () =>
    loss.fakeScore ? undefined : "the loss has no `fakeScore`: the fake score is trained by denoising score matching";
  const objective = (psi: Tensor) => loss.fakeScore!(batchFor(loss, xg(), psi));
  const psi = () => tf.scalar(0.4);
  return {
    name: "for the fake score",
    checks: [
      {
        name: "the fake score's loss is one number per sample, with a finite gradient",
        skipReason,
        find: () => {
          const weight = psi();
          const gradient = tf
            .grad((psi) => objective(psi).sum())(weight)
            .dataSync()[0]!;
          return [
            ...problemsIn(impurity(() => objective(weight))),
            shapeProblem("the loss", objective(weight).shape, [4]),
            unless(
              Number.isFinite(gradient) && gradient !== 0,
              `the gradient in the weight of the fake score is ${gradient}`,
            ),
          ];
        },
      },
      {
        name: "the fake score's loss has no statistics of the batch",
        skipReason: () => skipReason() ?? (loss.batchStatistics ? "the loss declares `batchStatistics`" : undefined),
        find: () => otherSampleProblem((x) => loss.fakeScore!(batchFor(loss, x)), xg()),
      },
      {
        name: "the fake score's loss compiles, with its gradient",
        skipReason: () => skipReason() ?? whyNotCompiled(),
        find: () => compiledDifference(({ psi }) => objective(psi!), { psi: psi() }),
      },
    ],
  };
}
