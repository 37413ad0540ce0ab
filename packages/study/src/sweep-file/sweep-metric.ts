import { addDiagnostic, type Composition, ConfigError, type ConfigDocument, suggest } from "@tweedie/config";
import { type Experiment, metricGoals, type Trust, validateExperiment } from "@tweedie/engine";
import type { SweepMetric } from "../plan.ts";
import type { Constant } from "./parameters/swept-parameter.ts";
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

/**
 * The experiment of a sweep without its values: if these are wrong, its metrics are known from here. Undefined if it is wrong itself, or
 * if the sweep sets the metrics.
 *
 * @param set Values that the sweep sets.
 */
export async function experimentWithoutValues(
  composition: Composition,
  set: readonly Pick<Constant, "steps">[],
  trust: Trust | undefined,
): Promise<Experiment | undefined> {
  if (set.some(({ steps }) => steps[0]?.name === "evaluate")) return undefined;
  return validateExperiment(composition, { trust }).catch((error: unknown) => {
    if (error instanceof ConfigError) return undefined;
    throw error;
  });
}
