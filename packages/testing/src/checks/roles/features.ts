import type { Network, Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { difference } from "../../problems/difference.ts";
import { sampleInteraction } from "../../problems/model-problems.ts";
import { outputProblems } from "../../problems/shapes.ts";
import type { Check } from "../check.ts";

/** A network with its weights, and a batch of four samples. */
interface Inputs {
  network(): Network;
  noise(): Tensor;
  input(): Tensor;
  labels(): Tensor | undefined;
  params(): Params;
}

/** Checks of the inner features that a network gives, if it does. */
export function featureChecks({ network, noise, input, labels, params }: Inputs): readonly Check[] {
  const skipReason = () => (network().features ? undefined : "the network has no `features`");
  const evaluated = () => network().features!.evaluate(params(), input(), noise(), labels());
  return [
    {
      name: "the features are finite and have the declared shape",
      skipReason,
      find: () => outputProblems("the features", evaluated().features, [4, ...network().features!.shape]),
    },
    {
      name: "the output beside the features is that without them",
      skipReason,
      find: () => difference(evaluated().output, network().forward(params(), input(), noise(), labels())),
    },
    {
      name: "the features of a sample do not depend on the others",
      skipReason,
      find: () => {
        const [own, label] = [params(), labels()];
        return sampleInteraction(
          { x: input(), noise: noise(), ...(label && { label }) },
          ({ x, noise, label }) => network().features!.evaluate(own, x!, noise!, label).features,
        );
      },
    },
  ];
}
