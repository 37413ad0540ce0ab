import type { Tensor } from "@tensorflow/tfjs";
import { type Params, tf, TweedieError } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { compileStep } from "../compile.ts";
import { nodesOf } from "../ir/graph.ts";
import { writeModel } from "../onnx/model.ts";
import { constantLimit } from "./backend.ts";
import { placeOf } from "./place.ts";
import { trace } from "./trace.ts";

const traced = (f: (x: Tensor) => Tensor, shape: readonly number[] = [8, 4]) =>
  trace((_: Params, { x }: Params) => ({ outputs: { y: f(x!) } }), {}, { x: shape });

/** The error that tracing a function ends with. */
function refusal(f: (x: Tensor) => Tensor, shape?: readonly number[]): TweedieError {
  try {
    traced(f, shape);
  } catch (error) {
    if (error instanceof TweedieError) return error;
    throw error;
  }
  throw new Error("it was traced");
}

test("a place is the first frame that is neither tfjs's nor ours, in whatever way they are written", () => {
  const stack = `Error: Kernel 'TopK' not registered for backend 'trace'
    at Engine.Engine.runKernel (/home/me/tfjs-core/src/engine.ts:551:13)
    at topk_ (file:///home/me/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:73:36)
    at Proxy.topk__op (/home/me/tfjs-core/src/ops/operation.ts:51:28)
    at student (/home/me/my loss.ts:6:21)
    at other (/home/me/other.ts:1:1)`;
  expect(placeOf(stack)).toEqual({ where: "/home/me/my loss.ts:6:21", op: "tf.topk" });
  expect(placeOf("Error\n    at file:///home/me/a.ts:1:2").where).toBe("/home/me/a.ts:1:2");
  expect(placeOf(undefined)).toEqual({ where: "step", op: undefined });
});

const here = /trace\.test\.ts:\d+:\d+$/;

describe("a step that cannot be compiled is refused with the place of the call", () => {
  test.each<[string, (x: Tensor) => Tensor, RegExp]>([
    ["dataSync", (x) => x.mul(x.sum().dataSync()[0]!), /a value is read/],
    ["arraySync", (x) => x.mul(x.sum().arraySync() as number), /a value is read/],
    ["print", (x) => (x.print(), x), /a value is read/], // prettier-ignore
    ["data, which is a promise", (x) => (void x.data(), x), /a value is read/], // prettier-ignore
    ["a kernel without a row", (x) => tf.topk(x, 2).values, /^tf\.topk needs the kernel TopK/],
    ["a kernel without a row, chained", (x) => x.mul(2).cumprod(), /cumprod needs the kernel Cumprod/],
    ["a kernel of a gradient", (x) => tf.grad((x) => tf.localResponseNormalization(x.as4D(1, 2, 4, 4)))(x), /LRN/],
    ["random numbers", (x) => x.add(tf.randomNormal([8, 4])), /tf\.randomNormal draws random numbers/],
    ["dropout", (x) => tf.dropout(x, 0.5), /tf\.dropout draws random numbers/],
    ["strings", (x) => (tf.tensor(["a", "b"]), x), /string/], // prettier-ignore
    ["gather with batchDims", (x) => tf.gather(x, tf.zeros([8, 1], "int32"), 1, 1), /batchDims/],
  ])("%s", (_, f, what) => {
    const { where, what: got } = refusal(f);
    expect(got).toMatch(what);
    expect(where).toMatch(here);
  });

  test("a constant beyond the limit, but not one within it", () => {
    const ramp = (count: number) => tf.tensor1d(Float32Array.from({ length: count }, (_, i) => i));
    const { what, where, fix } = refusal((x) => x.add(ramp(constantLimit + 4)), [1]);
    expect(what).toMatch(/tf\.tensor1d writes a constant of 65540 numbers/);
    expect(where).toMatch(here);
    expect(fix).toMatch(/draw/);
    expect(() => traced((x) => x.add(ramp(constantLimit)), [1])).not.toThrow();
  });

  test("a result that is no tensor", () => {
    expect(refusal(() => 3 as unknown as Tensor).what).toMatch(/number as 'y'/);
  });

  test("an error of the user's own passes as it is", () => {
    expect(() =>
      traced(() => {
        throw new RangeError("mine");
      }),
    ).toThrow(RangeError);
  });
});

describe("tracing leaves tfjs as it was", () => {
  const state = () => ({ ...tf.memory(), backend: tf.getBackend(), variables: Object.keys(tf.engine().registeredVariables) }); // prettier-ignore

  test.each<[string, (x: Tensor) => Tensor]>([
    ["when it succeeds", (x) => tf.valueAndGrad((x) => x.square().sum())(x).grad],
    ["when the step throws inside a gradient", (x) => tf.grad((x) => (x.sigmoid().dataSync(), x))(x)], // prettier-ignore
    ["when tensors are kept", (x) => tf.keep(x.add(1))],
    ["when a variable is made", (x) => x.add(tf.variable(tf.scalar(1), true, "made-while-tracing"))],
  ])("%s", async (_, f) => {
    await tf.setBackend("cpu");
    const before = state();
    try {
      traced(f);
    } catch (error) {
      expect(error).toBeInstanceOf(TweedieError);
    }
    expect(state()).toEqual(before);
    expect(
      tf.tidy(
        () =>
          tf
            .grad((x: Tensor) => x.square())(tf.scalar(3))
            .dataSync()[0],
      ),
    ).toBe(6);
  });
});

test("tensors of another backend that a step closes over are constants of the graph", async () => {
  await tf.setBackend("cpu");
  const outer = tf.tensor1d([1, 2, 3, 4]);
  const { outputs } = traced((x) => x.mul(outer));
  const constants = nodesOf(outputs).filter(({ op }) => op === "Constant");
  expect(constants.map(({ attrs }) => (attrs as { values: readonly number[] }).values)).toEqual([[1, 2, 3, 4]]);
  outer.dispose();
  expect(refusal((x) => x.mul(outer)).what).toMatch(/disposed/);
});

test("no constant of the size of a tensor reaches the model", () => {
  const loss = (w: Tensor, x: Tensor) => {
    const h = x.matMul(w).relu();
    const normalized = h.sub(h.mean(1, true)).div(tf.moments(h, 1, true).variance.add(1e-5).sqrt());
    return normalized.mul(tf.onesLike(h)).add(tf.zerosLike(h)).square().mean().mul(tf.fill([], 2)).asScalar();
  };
  const step = ({ w }: Params, { x }: Params) => {
    const { value, grads } = tf.valueAndGrads((w: Tensor) => loss(w, x!))([w!]);
    return { state: { w: w!.sub(grads[0]!.mul(0.1)) }, outputs: { value } };
  };
  const { graph } = compileStep(step, { w: [256, 256] }, { x: [1024, 256] });
  expect(writeModel(graph).length).toBeLessThan(8_000);
});
