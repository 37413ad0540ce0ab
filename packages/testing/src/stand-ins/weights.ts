import { mapParams, random, tf, type NDArray, type Params, type TrainableModel } from "@tweedie/core";

/** Arrays of weights as tensors. */
export const tensorsOf = (params: Params<NDArray>): Params =>
  mapParams(params, ({ shape, data }) => tf.tensor(data, [...shape]));

/** Weights plus noise of standard deviation 0.1, so that layers initialised to zero contribute. */
export const perturbed = (params: Params<NDArray>): Params =>
  mapParams(tensorsOf(params), (weight, name) =>
    weight.add(tf.tensor(random(0, name).normal(weight.size), weight.shape).mul(0.1)),
  );

/** Params that a model is called with: its own, merged over the teacher's if it shares them. */
export const modelParams = (teacher: Params<NDArray>, { sharesTeacher }: TrainableModel, own: Params): Params =>
  sharesTeacher ? { ...tensorsOf(teacher), ...own } : own;
