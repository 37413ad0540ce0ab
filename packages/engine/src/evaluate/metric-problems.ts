import type { Problem } from "@tweedie/core";
import type { Components } from "../components.ts";
import { type Experiment, pluginAt } from "../experiment/experiment.ts";

/** Finds metrics of class probabilities with an extractor that is not a classifier. */
export function metricInputProblems(
  { slots }: Pick<Experiment, "slots">,
  { extractor, metrics }: Pick<Components, "extractor" | "metrics">,
): Problem[] {
  if (extractor.classes !== undefined) return [];
  return metrics.flatMap(({ input }, i) => {
    if (input !== "classes") return [];
    const where = `evaluate.metrics.${i}`;
    const [metric, notClassifier] = [pluginAt(slots, where), pluginAt(slots, "evaluate.extractor")];
    const what = `\`${metric}\` needs class probabilities, and \`${notClassifier}\` is not a classifier`;
    return [{ where, what, fix: "use a classifier: `evaluate: { extractor: extractors/digits }` for digits" }];
  });
}
