import type { FakeScore, FakeScoreBatch, Level, LossStrategy, Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The noised samples of a batch, and their labels. */
interface NoisedSamples {
  readonly xt: Tensor;
  readonly level: Level;
  readonly label: Tensor | undefined;
}

/**
 * The fake score in the batch of a loss: its prediction at the noised samples, itself as a function, and logits if the loss reads them.
 *
 * Prediction and logits at the noised samples come from one evaluation of the network.
 */
export function fakeScoreOutputs(
  fakeScore: FakeScore,
  params: Params,
  { readsLogits }: Pick<LossStrategy, "readsLogits">,
  { xt, level, label }: NoisedSamples,
): Pick<FakeScoreBatch, "epsFake" | "fakeScore" | "logits"> {
  const scoreAt: FakeScoreBatch["fakeScore"] = (x, at) => fakeScore.epsilon(params, x, at, label);
  if (!readsLogits || !fakeScore.withLogits) return { epsFake: scoreAt(xt, level), fakeScore: scoreAt };
  const outputsAt = (x: Tensor, at: Level, own: Tensor | undefined) => fakeScore.withLogits!(params, x, at, own);
  const here = outputsAt(xt, level, label);
  return {
    epsFake: here.epsilon,
    fakeScore: scoreAt,
    logits(x, at, own = label) {
      const isHere = x === xt && at === level && own === label;
      return isHere ? here.logits : outputsAt(x, at, label && own).logits;
    },
  };
}
