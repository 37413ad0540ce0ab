import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { mapParams, type NDArrays, type Params, scalar, tf, zeros } from "@tweedie/core";
import type { StepFunction } from "../executor/executor.ts";
import { uniformArray } from "./run-graph.ts";

const shapes = { w1: [2, 16], b1: [16], w2: [16, 16], b2: [16], w3: [16, 2], b3: [2] };
const names = Object.keys(shapes) as (keyof typeof shapes)[];

/** Weights and Adam's moments of a small MLP. */
export const mlpState: NDArrays = Object.assign(
  {},
  ...names.map((name, i) => ({
    [name]: uniformArray(i, shapes[name], -0.4, 0.4),
    [`m.${name}`]: zeros(shapes[name]),
    [`v.${name}`]: zeros(shapes[name]),
  })),
) as NDArrays;

const forward = (p: Params, x: Tensor): Tensor => {
  const layer = (x: Tensor, i: number) => x.matMul(p[`w${i}`]!).add(p[`b${i}`]!);
  const silu = (x: Tensor) => x.mul(x.sigmoid());
  return layer(silu(layer(silu(layer(x, 1)), 2)), 3);
};

/** One Adam step on the squared error of an MLP. */
export const mlpTrainStep: StepFunction = (state, { x, y, rate }) => {
  const loss = (...weights: Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
    return forward(p, x!).sub(y!).square().sum(1).mean() as Scalar;
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]!));
  const updates = names.map((name, i) => {
    const gradient = grads[i]!;
    const m = state[`m.${name}`]!.mul(0.9).add(gradient.mul(0.1));
    const v = state[`v.${name}`]!.mul(0.999).add(gradient.square().mul(0.001));
    const w = state[name]!.sub(m.mul(rate!).div(v.sqrt().add(1e-3)));
    return { [name]: w, [`m.${name}`]: m, [`v.${name}`]: v };
  });
  return { state: Object.assign({}, ...updates) as Params, outputs: { loss: value } };
};

/** Returns the output of the MLP, and updates no weight. */
export const mlpPredictStep: StepFunction = (state, { x }) => ({ outputs: { y: forward(state, x!) } });

/** Inputs, targets and the learning rate of an iteration. */
export const mlpDraws = (iteration: number): NDArrays => ({
  x: uniformArray(100 + iteration, [32, 2]),
  y: uniformArray(200 + iteration, [32, 2]),
  rate: scalar(0.01),
});

export const mlpDrawShapes = mapParams(mlpDraws(0), ({ shape }) => shape);
