import { type Results, roundMetrics, type Row } from "../results.ts";
import { endMetrics, steps, trainAll } from "./exact-training.ts";

/** Steps of the student since its fake score was optimal. */
export const stepLags: readonly number[] = [2, 10];

/**
 * Training with a fake score that is the optimum of an earlier student.
 *
 * Rows have the metrics of {@link exactTraining}, and the mean cosine of the gradients with the exact one.
 */
export const laggingTraining = (): Pick<Results, "rows"> => ({
  rows: stepLags.flatMap((lag) =>
    trainAll(lag).map(({ loss, seed, end, cosine }): Row => {
      const metrics = roundMetrics({ ...endMetrics(end), cosine });
      return { values: { loss, lag, seed }, status: "computed", step: steps, metrics };
    }),
  ),
});
