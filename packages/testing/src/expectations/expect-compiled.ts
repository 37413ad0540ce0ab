import type { Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compiledDifference } from "../problems/compiled-difference.ts";
import { expectNoProblem } from "./expect-no-problem.ts";

/** Expects a computation and its gradients to have the same numbers in a compiled graph as in tfjs, within 1e-4 + 0.1 %. */
export const expectCompiled = async (compute: (inputs: Params) => Tensor, inputs: Params): Promise<void> =>
  expectNoProblem(await compiledDifference(compute, inputs));
