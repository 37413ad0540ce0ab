import type { Executor } from "@tweedie/graph";
import type { BatchSizes } from "./micro-batches.ts";

/**
 * Number of trained numbers, with moments and averages, from which the updates of fake score and student are separate graphs.
 *
 * ONNX Runtime copies the updated values of a graph once more at the end of its run. A small iteration takes less time as one graph.
 */
const separateFrom = 2 ** 25;

/** True if an update computes the gradient of its whole batch at once. */
export const isWhole = ({ batch, microBatch }: BatchSizes): boolean => batch === microBatch;

/**
 * True if an iteration that trains so many numbers is one graph.
 *
 * @param executor States if it keeps an iteration whole.
 */
export const isOneGraph = (
  sizes: BatchSizes,
  trained: number,
  { wholeIterations = false }: Pick<Executor, "wholeIterations"> = {},
): boolean => isWhole(sizes) && (wholeIterations || trained < separateFrom);
