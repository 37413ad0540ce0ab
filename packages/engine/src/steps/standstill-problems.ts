import type { Problem } from "@tweedie/core";
import type { Settings } from "../experiment/settings.ts";

/** Finds a rule for the number of fake-score updates that can never apply, or that would apply to micro-batches. */
export function standstillProblems({ settings: { distill } }: { readonly settings: Settings }): Problem[] {
  const { batch, microBatch = batch, fakeScore } = distill;
  const { updates, until } = fakeScore;
  if (!until) return [];
  const where = "distill.fakeScore.until";
  const short = until.every >= updates && {
    where: `${where}.every`,
    what: `the loss is measured after ${until.every} updates, and there are at most ${updates}`,
    fix: `allow more: \`distill.fakeScore.updates=${10 * until.every}\``,
  };
  const parts = microBatch < batch && {
    where,
    what: "the runs of micro-batches are no updates that can be left out",
    fix: "leave out `distill.microBatch`",
  };
  return [short, parts].filter((problem) => problem !== false);
}
