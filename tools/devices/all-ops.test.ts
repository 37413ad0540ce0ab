import { mapParams, type Params } from "@tweedie/core";
import { expect, test } from "vitest";
import { compileStep } from "../../packages/graph/src/compile/compile-step.ts";
import { nodesOf } from "../../packages/graph/src/ir/graph.ts";
import { tensorflowTarget } from "../../packages/graph/src/targets/tensorflow.ts";
import { allOps } from "./all-ops.ts";
import { commonOps } from "./compare-ops.ts";

/** Ops that no kernel, and no pass of the target, creates. */
const neverCreated = ["Xor", "SplitPart"];

test("the functions contain each op that TensorFlow's target lowers", () => {
  const functions = { ...commonOps, ...allOps };
  const step = (_: Params, { x }: Params) => ({
    outputs: mapParams(functions, (f) => f(x!)),
  });
  const { graph } = compileStep(step, {}, { x: [2, 6] }, { target: tensorflowTarget });
  const used = new Set<string>(nodesOf(graph).map(({ op }) => op));
  const missing = Object.keys(tensorflowTarget.lowerings).filter((op) => !used.has(op));
  expect(missing).toEqual(neverCreated);
});
