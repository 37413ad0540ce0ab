import { tf, type FakeScore, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { difference } from "../../problems/difference.ts";
import { unless } from "../../problems/findings.ts";
import { gradientProblem } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import type { Check } from "../check.ts";
import { forwardChecks } from "../forward-checks.ts";

/** A fake score with its weights, and a batch of four samples. */
interface Inputs {
  denoiser(): FakeScore;
  params(): Params;
  xt(): Tensor;
  level(): { readonly alphaBar: Tensor; readonly betaBar: Tensor };
  labels(): Tensor | undefined;
}

/** Checks of the logits that a fake score gives beside its prediction, if it has a discriminator. */
export function discriminatorChecks({ denoiser, params, xt, level, labels }: Inputs): readonly Check[] {
  const skipReason = () => (denoiser().withLogits ? undefined : "the fake score has no `withLogits`");
  const outputs = () => denoiser().withLogits!(params(), xt(), level(), labels());
  const checks: readonly Check[] = [
    {
      name: "the logits are finite, and one or several a sample",
      find: () => {
        const { logits } = outputs();
        return [
          unless(logits.rank === 2, `rank ${logits.rank}`),
          ...outputProblems("logits", logits, [4, logits.size / 4]),
        ];
      },
    },
    {
      name: "the prediction beside the logits is that without them",
      find: () => difference(outputs().epsilon, denoiser().epsilon(params(), xt(), level(), labels())),
    },
    {
      name: "the logits have a gradient in every sample",
      find: () => {
        const own = params();
        const logits = (x: Tensor) => denoiser().withLogits!(own, x, level(), labels()).logits;
        return gradientProblem(tf.grad((x: Tensor) => logits(x).sum())(xt()));
      },
    },
    ...forwardChecks({
      forward: () => {
        const { withLogits } = denoiser();
        return (own, { xt, alphaBar, betaBar, label }) =>
          withLogits!(own, xt!, { alphaBar: alphaBar!, betaBar: betaBar! }, label).logits;
      },
      params,
      inputs: () => ({ xt: xt() }),
      conditions: () => ({ ...level(), label: labels() }),
    }).map((check) => ({ ...check, name: `the logits: ${check.name}` })),
  ];
  return checks.map((check) => ({ ...check, skipReason: () => skipReason() ?? check.skipReason?.() }));
}
