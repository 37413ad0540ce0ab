import { addDiagnostic, type ConfigDocument, suggest } from "@tweedie/config";
import { type Experiment, metricGoals } from "@tweedie/engine";
import type { SweepMetric } from "../plan.ts";
import type { SweepSettings } from "./sweep-schema.ts";

/** The metric to optimise: one of the experiment's. Adds a problem to the document and returns undefined if there is none. */
export async function metricOf(
  document: ConfigDocument,
  { metric }: SweepSettings,
  experiment: Experiment,
): Promise<SweepMetric | undefined> {
  const goals = await metricGoals(experiment);
  const [first] = Object.keys(goals);
  if (first === undefined) {
    const help = "add `evaluate: { metrics: [metrics/sliced-wasserstein] }` to it";
    addDiagnostic(document, "experiment", { message: "the experiment has no metric to optimise", help });
    return undefined;
  }
  const name = metric?.name ?? first;
  const goal = goals[name];
  if (goal === undefined) {
    const help = suggest(name, Object.keys(goals), "metrics of the experiment");
    addDiagnostic(document, "metric.name", { message: `the experiment has no metric \`${name}\``, help });
    return undefined;
  }
  return { name, goal: metric?.goal ?? goal };
}
