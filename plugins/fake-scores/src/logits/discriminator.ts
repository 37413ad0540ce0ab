import { type FakeScore, type Network, type Teacher, type TrainableModel, TweedieError } from "@tweedie/core";
import { modelFeatures } from "@tweedie/diffusion";
import { logitHead } from "@tweedie/networks";

interface Models {
  readonly network: Pick<Network, "features">;
  readonly model: TrainableModel;
  readonly teacher: Teacher;
}

/**
 * The discriminator that shares the weights of a fake score, and the initial weights with those of its head.
 *
 * Without a head the logits are the means of the network's coarsest features over the channels, one for each pixel of the map: Zhou et al.,
 * arXiv 2410.14919. With a head they are one number a sample: Yin et al., arXiv 2405.14867, section 4.3.
 *
 * @throws TweedieError if there is to be a head and the network has no features.
 */
export function discriminator(
  { head: hasHead = false }: { readonly head?: boolean | undefined },
  { network: { features }, model, teacher }: Models,
): Partial<Pick<FakeScore, "withLogits" | "init">> {
  if (!features) {
    if (!hasHead) return {};
    const what = "the network has no inner features, which a head needs";
    throw new TweedieError({ where: "fakeScore.head", what, fix: "use an MLP, a U-Net or a transformer" });
  }
  const evaluate = modelFeatures(features, teacher);
  if (!hasHead) {
    return {
      withLogits(params, xt, level, label) {
        const { epsilon, features } = evaluate(params, xt, level, label);
        return { epsilon, logits: features.mean(-1).reshape([xt.shape[0]!, -1]) };
      },
    };
  }
  const head = logitHead("head", features.shape);
  return {
    init: (random, weights) => ({ ...model.init(random, weights), ...head.init(random.child("head")) }),
    withLogits(params, xt, level, label) {
      const { epsilon, features } = evaluate(params, xt, level, label);
      return { epsilon, logits: head.forward(params, features) };
    },
  };
}
