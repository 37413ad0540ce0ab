import { type Claim, claimByMeans } from "../claim.ts";
import { formatMean, medianOf } from "../format.ts";
import type { PageTable } from "../question.ts";
import type { ResultsByName } from "../results.ts";
import { metricOf, rowsWhere } from "../select-rows.ts";
import { laggingTraining, stepLags } from "../theory/lagging-training.ts";
import { type Member, members } from "../theory/members.ts";
import { formatArrived } from "./arrived.ts";
import { lossTitles } from "./loss-titles.ts";

const name = "2-lagging-training";

/** Training with a fake score that lags behind, for question 2. */
export const trainingComputations = { [name]: laggingTraining };

const metric = (results: ResultsByName, loss: Member, lag: number, of: string) =>
  metricOf(rowsWhere(results[name]!, { loss, lag }), of);

/** Results of the training by loss and lag. */
export const trainingTable = (results: ResultsByName): PageTable => ({
  caption: `Training in closed form with the optimal fake score of the student ${stepLags.join(" or ")} of 250 steps before, six students that begin at random. Mean cosine with the exact gradient on the way; students that end at the teacher, and median distance from its parameters:`,
  titles: ["loss", ...stepLags.flatMap((lag) => [`cosine, ${lag} steps`, "end at the teacher", "distance"])],
  rows: (Object.keys(members) as Member[]).map((loss) => [
    lossTitles[loss]!,
    ...stepLags.flatMap((lag) => {
      const errors = metric(results, loss, lag, "error");
      return [formatMean(metric(results, loss, lag, "cosine"), 2), formatArrived(errors), medianOf(errors).toFixed(4)];
    }),
  ]),
});

/** L2 − L1 against other losses, for each lag. */
export const trainingClaims = (results: ResultsByName): readonly Claim[] =>
  stepLags.flatMap((lag) => {
    const measured = (loss: Member) => ({ name: lossTitles[loss]!, numbers: metric(results, loss, lag, "error") });
    return (["lambda-0", "full", "middle-only"] as const).map((loss) =>
      claimByMeans(measured("lambda-1"), measured(loss), {
        digits: 2,
        text: (lower, higher) =>
          `In training with a lag of ${lag} steps, ${lower} ends nearer to the teacher than ${higher}`,
      }),
    );
  });
