import type { Tensor } from "@tensorflow/tfjs-core";
import { impurity } from "../problems/impurity.ts";
import { expectNoProblem } from "./expect-no-problem.ts";

/** Expects a computation to be pure, as tracing requires: the same numbers each time, no tensor kept, no value read. */
export const expectPure = (compute: () => Tensor): void => expectNoProblem(impurity(compute));
