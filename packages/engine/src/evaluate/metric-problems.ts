import type { Problem } from "@tweedie/core";
import type { Components } from "../components.ts";
import { isMissing } from "../consistency/missing-part.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";

/** Finds metrics of class probabilities with an extractor that is not a classifier. */
export function metricInputProblems(
  { slots }: Pick<Combination, "slots">,
  { extractor, metrics }: Pick<Components, "extractor" | "metrics">,
): Problem[] {
  if (extractor.classes !== undefined) return [];
  const paths = slots.filter(({ role, host }) => role === "metric" && host === undefined).map(({ path }) => path);
  return metrics.flatMap((metric, i) => {
    if (isMissing(metric) || metric.input !== "classes") return [];
    const where = paths[i]!;
    const [name, notClassifier] = [pluginAt(slots, where), pluginAt(slots, "evaluate.extractor")];
    const what = `\`${name}\` needs class probabilities, and \`${notClassifier}\` is not a classifier`;
    return [{ where, what, fix: "use a classifier: `evaluate: { extractor: extractors/digits }` for digits" }];
  });
}
