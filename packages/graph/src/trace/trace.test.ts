import type { Tensor } from "@tensorflow/tfjs-core";
import { type Params, tf, TweedieError } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { compileStep } from "../compile/compile-step.ts";
import { nodesOf } from "../ir/graph.ts";
import { writeModel } from "../lower/lower-graph.ts";
import { callSiteOf } from "../tfjs/call-site.ts";
import { constantLimit } from "./backend.ts";
import { trace } from "./trace.ts";

const traced = (f: (x: Tensor) => Tensor, shape: readonly number[] = [8, 4]) =>
  trace((_: Params, { x }: Params) => ({ outputs: { y: f(x!) } }), {}, { x: shape });

/** Error with which tracing a function fails. */
function traceError(f: (x: Tensor) => Tensor, shape?: readonly number[]): TweedieError {
  try {
    traced(f, shape);
  } catch (error) {
    if (error instanceof TweedieError) return error;
    throw error;
  }
  throw new Error("tracing succeeded");
}

test("a call site is the first stack frame outside tfjs and this package", () => {
  const stack = `Error: Kernel 'TopK' not registered for backend 'trace'
    at Engine.Engine.runKernel (/home/me/tfjs-core/src/engine.ts:551:13)
    at topk_ (file:///home/me/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:73:36)
    at Proxy.topk__op (/home/me/tfjs-core/src/ops/operation.ts:51:28)
    at student (/home/me/my loss.ts:6:21)
    at other (/home/me/other.ts:1:1)`;
  expect(callSiteOf(stack)).toEqual({ where: "/home/me/my loss.ts:6:21", op: "tf.topk" });
  expect(callSiteOf("Error\n    at file:///home/me/a.ts:1:2").where).toBe("/home/me/a.ts:1:2");
  expect(callSiteOf(undefined)).toEqual({ where: "step", op: undefined });
});

const valueRead = /reads a value, but tensors have no values/;
const here = /trace\.test\.ts:\d+:\d+$/;

describe("tracing rejects, with the call site,", () => {
  test.each<[string, (x: Tensor) => Tensor, RegExp]>([
    ["dataSync", (x) => x.mul(x.sum().dataSync()[0]!), valueRead],
    ["arraySync", (x) => x.mul(x.sum().arraySync() as number), valueRead],
    ["print", (x) => (x.print(), x), valueRead], // prettier-ignore
    ["data, which returns a promise", (x) => (void x.data(), x), valueRead], // prettier-ignore
    ["an unsupported kernel", (x) => tf.topk(x, 2).values, /^tf\.topk needs the kernel TopK/],
    ["an unsupported kernel in a method chain", (x) => x.mul(2).cumprod(), /cumprod needs the kernel Cumprod/],
    [
      "an unsupported kernel in a gradient",
      (x) => tf.grad((x) => tf.localResponseNormalization(x.as4D(1, 2, 4, 4)))(x),
      /LRN/,
    ],
    ["random numbers", (x) => x.add(tf.randomNormal([8, 4])), /tf\.randomNormal draws random numbers/],
    ["dropout", (x) => tf.dropout(x, 0.5), /tf\.dropout draws random numbers/],
    ["strings", (x) => (tf.tensor(["a", "b"]), x), /string/], // prettier-ignore
    ["gather with batchDims", (x) => tf.gather(x, tf.zeros([8, 1], "int32"), 1, 1), /batchDims/],
  ])("%s", (_, f, what) => {
    const { where, what: got } = traceError(f);
    expect(got).toMatch(what);
    expect(where).toMatch(here);
  });

  test("a constant above the size limit, but not one at it", () => {
    const ramp = (count: number) => tf.tensor1d(Float32Array.from({ length: count }, (_, i) => i));
    const { what, where, fix } = traceError((x) => x.add(ramp(constantLimit + 4)), [1]);
    expect(what).toMatch(/tf\.tensor1d creates a constant of 65540 numbers/);
    expect(where).toMatch(here);
    expect(fix).toMatch(/draw/);
    expect(() => traced((x) => x.add(ramp(constantLimit)), [1])).not.toThrow();
  });

  test("a result that is not a tensor", () => {
    expect(traceError(() => 3 as unknown as Tensor).what).toMatch(/a number as 'y' instead of a tensor/);
  });

  test("an error of the step itself is not replaced", () => {
    expect(() =>
      traced(() => {
        throw new RangeError("error of the step");
      }),
    ).toThrow(RangeError);
  });
});

describe("tracing does not change the state of tfjs", () => {
  const state = () => ({ ...tf.memory(), backend: tf.getBackend(), variables: Object.keys(tf.engine().registeredVariables) }); // prettier-ignore

  test.each<[string, (x: Tensor) => Tensor]>([
    ["when it succeeds", (x) => tf.valueAndGrad((x) => x.square().sum())(x).grad],
    ["when the step throws inside a gradient", (x) => tf.grad((x) => (x.sigmoid().dataSync(), x))(x)], // prettier-ignore
    ["when tensors are kept", (x) => tf.keep(x.add(1))],
    ["when a variable is created", (x) => x.add(tf.variable(tf.scalar(1), true, "created-while-tracing"))],
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

test("tensors of another backend that a step closes over become constants", async () => {
  await tf.setBackend("cpu");
  const outer = tf.tensor1d([1, 2, 3, 4]);
  const { outputs } = traced((x) => x.mul(outer));
  const constants = nodesOf(outputs).filter(({ op }) => op === "Constant");
  expect(constants.map(({ attrs }) => (attrs as { values: readonly number[] }).values)).toEqual([[1, 2, 3, 4]]);
  outer.dispose();
  expect(traceError((x) => x.mul(outer)).what).toMatch(/disposed/);
});

test("uniform constants do not enlarge the model", () => {
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
