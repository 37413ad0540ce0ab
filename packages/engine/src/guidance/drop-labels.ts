import { ndarray, type NDArray, type Random } from "@tweedie/core";

/** Replaces a fraction `rate` of labels, `[count]`, by `classes`, the label of a class that is not given. Ho and Salimans, arXiv 2207.12598, algorithm 1. */
export function dropLabels(labels: NDArray, { classes, rate }: { classes: number; rate: number }, random: Random) {
  const drawn = random.child("labelDropout").uniform(labels.data.length);
  return ndarray(
    labels.shape,
    labels.data.map((label, i) => (drawn[i]! < rate ? classes : label)),
  );
}
