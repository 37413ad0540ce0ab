import { nest, under, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference, whyNotCompiled } from "../problems/compiled-difference.ts";
import { impurity } from "../problems/impurity.ts";
import { sampleInteraction } from "../problems/model-problems.ts";
import type { Check } from "./check.ts";

/** A model as a function of its weights and a batch. */
export interface Forward {
  /** Creates the model. The batch that its function takes has the inputs and the conditions. */
  forward(): (params: Params, batch: Params) => Tensor;
  params(): Params;
  /** Inputs with a gradient, one row per sample. */
  inputs(): Params;
  /** Inputs without a gradient, such as labels, one row per sample. Those that are undefined are left out. */
  conditions(): Params<Tensor | undefined>;
}

/** Checks of all models: the output is a pure function of weights and batch, compiles, and has no interaction between samples. */
export const forwardChecks = ({ forward, params, inputs, conditions }: Forward): readonly Check[] => [
  {
    name: "is a pure function",
    find: () => {
      const [own, batch] = [params(), { ...inputs(), ...given(conditions()) }];
      const model = forward();
      return impurity(() => model(own, batch));
    },
  },
  {
    name: "compiles, with its gradients",
    skipReason: whyNotCompiled,
    find: () =>
      compiledDifference((traced) => forward()(under("params", traced), { ...traced, ...given(conditions()) }), {
        ...nest("params", params()),
        ...inputs(),
      }),
  },
  {
    name: "treats samples independently",
    find: () => {
      const own = params();
      return sampleInteraction({ ...inputs(), ...given(conditions()) }, (batch) => forward()(own, batch));
    },
  },
];

const given = (conditions: Params<Tensor | undefined>): Params =>
  Object.fromEntries(Object.entries(conditions).flatMap(([name, x]) => (x ? [[name, x]] : [])));
