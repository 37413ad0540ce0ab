import type { NumericDimension, SearchSpace } from "@tweedie/core";

const uniform: NumericDimension = {
  name: "rate",
  kind: "range",
  quantile: (p) => 2 + 3 * p,
  shares: (value) => [(value - 2) / 3, (value - 2) / 3],
};

const integers: NumericDimension = {
  name: "width",
  kind: "range",
  quantile: (p) => 1 + Math.min(3, Math.floor(4 * p)),
  shares: (value) => [(value - 1) / 4, value / 4],
  grid: { size: 4, at: (index) => 1 + index },
};

/** Small search spaces of a sweep, by their contents. */
export const searchSpaces: Readonly<Record<string, SearchSpace>> = {
  choices: [
    { name: "loss", kind: "choice", probabilities: [0.5, 0.3, 0.2] },
    { name: "size", kind: "choice", probabilities: [0.2, 0.2, 0.6] },
  ],
  integers: [integers],
  "a continuous range": [uniform],
  "a conditional parameter": [
    { name: "loss", kind: "choice", probabilities: [0.5, 0.5] },
    { name: "lambda", kind: "choice", probabilities: [0.5, 0.5], when: { name: "loss", choice: 1 } },
    integers,
  ],
};
