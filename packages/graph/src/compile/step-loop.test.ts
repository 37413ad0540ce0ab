import { mapParams } from "@tweedie/core";
import Pbf from "pbf";
import { expect, test } from "vitest";
import { cudaTarget } from "../targets/cuda.ts";
import { mlpDrawShapes, mlpState, mlpTrainStep } from "../testing/mlp-step.ts";
import { traceStep } from "./compile-step.ts";
import { compileLoop } from "./step-loop.ts";

/** Version of the standard operators in the bytes of an ONNX model. */
const opsetOf = (model: Uint8Array): number => {
  const opsets: Record<string, number> = {};
  new Pbf(model).readFields((tag, _, pbf) => {
    if (tag !== 8) return;
    const opset = pbf!.readMessage(
      (tag, opset, pbf) => {
        if (tag === 1) opset.domain = pbf!.readString();
        else if (tag === 2) opset.version = pbf!.readVarint();
      },
      { domain: "", version: 0 },
    );
    opsets[opset.domain] = opset.version;
  }, undefined);
  return opsets[""]!;
};

test("a loop has the operators for which the CUDA provider has kernels, and reads the first values of all updated weights", () => {
  const shapes = mapParams(mlpState, ({ shape }) => shape);
  const { model, weights, updates, inPlace } = compileLoop(traceStep(mlpTrainStep, shapes, mlpDrawShapes), shapes, {
    target: cudaTarget,
  });
  expect(opsetOf(model)).toBe(18);
  expect(weights).toEqual(expect.arrayContaining([...updates]));
  expect(inPlace).toEqual(updates);
});
