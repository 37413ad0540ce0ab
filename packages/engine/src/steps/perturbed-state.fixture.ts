import { mapParams, type NDArray, type NDArrays, random } from "@tweedie/core";

/** Adds noise to weights. A network's last layers are initially zero, so that masks and labels have no effect on its output. */
export const perturbedState = (state: NDArrays): NDArrays =>
  mapParams(state, ({ shape, data }, name): NDArray => {
    if (name.startsWith("adam.")) return { shape, data };
    const noise = random(0, name).normal(data.length);
    return { shape, data: Float32Array.from(data, (value, i) => value + 0.1 * noise[i]!) };
  });
