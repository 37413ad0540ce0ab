import type { FakeScore, Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkDenoiser, checkNetwork } from "../../checks/index.ts";
import { standIns } from "../../stand-ins/stand-ins.ts";
import { testDenoiser, testNetwork } from "../test-roles.ts";
import { brokenIn, type Broken } from "./broken-plugin.ts";

const { network, fakeScore } = standIns();
const brokenNetwork = brokenIn("network", checkNetwork, testNetwork);
const brokenFakeScore = brokenIn("fakeScore", checkDenoiser, testDenoiser);

/** A network with features of points. */
const withFeatures = (
  features: (x: Tensor) => Tensor,
  { shape = [2], scale = 1 }: { readonly shape?: readonly number[]; readonly scale?: number } = {},
): Network => ({
  ...network,
  features: {
    shape,
    evaluate: (params, x, noise) => ({
      output: network.forward(params, x, noise).mul(scale),
      features: features(x),
    }),
  },
});

export const brokenFeatures: readonly Broken[] = [
  brokenNetwork("the features are finite and have the declared shape", () => withFeatures((x) => x, { shape: [3] })),
  brokenNetwork("the output beside the features is that without them", () => withFeatures((x) => x, { scale: 2 })),
  brokenNetwork("the features of a sample do not depend on the others", () =>
    withFeatures((x) => x.sub(x.mean(0, true))),
  ),
];

/** A fake score of points with logits. */
const withLogits = (logits: (xt: Tensor) => Tensor, scale = 1): FakeScore => ({
  ...fakeScore,
  withLogits: (params, xt, level) => ({
    epsilon: fakeScore.epsilon(params, xt, level).mul(scale),
    logits: logits(xt),
  }),
});

export const brokenDiscriminators: readonly Broken[] = [
  brokenFakeScore("the logits are finite, and one or several a sample", () => withLogits((xt) => xt.div(0))),
  brokenFakeScore("the prediction beside the logits is that without them", () => withLogits((xt) => xt, 2)),
  brokenFakeScore("the logits have a gradient in every sample", () => withLogits((xt) => xt.mul(0).add(1))),
  brokenFakeScore("the logits: is a pure function", () => withLogits((xt) => xt.mul(xt.dataSync()[0]!))),
  brokenFakeScore("the logits: compiles, with its gradients", () => withLogits((xt) => xt.cumsum(-1))),
  brokenFakeScore("the logits: treats samples independently", () => withLogits((xt) => xt.sub(xt.mean(0, true)))),
];
