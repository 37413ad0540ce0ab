import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { mapParams, type NDArrays, type Params, scalar, tf, zeros } from "@tweedie/core";
import type { StepFunction } from "../executor.ts";
import { uniform } from "./run-graph.ts";

const shapes = { w1: [2, 16], b1: [16], w2: [16, 16], b2: [16], w3: [16, 2], b3: [2] };
const names = Object.keys(shapes) as (keyof typeof shapes)[];

/** Weights and Adam's moments of a small MLP. */
export const mlpState: NDArrays = Object.assign(
  {},
  ...names.map((name, i) => ({
    [name]: uniform(i, shapes[name], -0.4, 0.4),
    [`m.${name}`]: zeros(shapes[name]),
    [`v.${name}`]: zeros(shapes[name]),
  })),
) as NDArrays;

const forward = (p: Params, x: Tensor): Tensor => {
  const layer = (x: Tensor, i: number) => x.matMul(p[`w${i}`]!).add(p[`b${i}`]!);
  const silu = (x: Tensor) => x.mul(x.sigmoid());
  return layer(silu(layer(silu(layer(x, 1)), 2)), 3);
};

/** Least squares by Adam. */
export const trainStep: StepFunction = (state, { x, y, rate }) => {
  const loss = (...weights: Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
    return forward(p, x!).sub(y!).square().sum(1).mean() as Scalar;
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]!));
  const updated = names.map((name, i) => {
    const gradient = grads[i]!;
    const m = state[`m.${name}`]!.mul(0.9).add(gradient.mul(0.1));
    const v = state[`v.${name}`]!.mul(0.999).add(gradient.square().mul(0.001));
    const w = state[name]!.sub(m.mul(rate!).div(v.sqrt().add(1e-3)));
    return { [name]: w, [`m.${name}`]: m, [`v.${name}`]: v };
  });
  return { state: Object.assign({}, ...updated) as Params, outputs: { loss: value } };
};

export const predictStep: StepFunction = (state, { x }) => ({ outputs: { y: forward(state, x!) } });

export const mlpDraws = (round: number): NDArrays => ({
  x: uniform(100 + round, [32, 2]),
  y: uniform(200 + round, [32, 2]),
  rate: scalar(0.01),
});

export const drawShapes = mapParams(mlpDraws(0), ({ shape }) => shape);
