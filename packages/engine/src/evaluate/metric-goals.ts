import type { Metric } from "@tweedie/core";
import { createComponents } from "../components.ts";
import type { Experiment } from "../experiment/experiment.ts";

/** Returns the names of an experiment's metrics with the direction in which each improves. The first name is the primary metric. */
export async function metricGoals(experiment: Experiment): Promise<Metric["goals"]> {
  const { metrics } = await createComponents(experiment);
  return Object.assign({}, ...metrics.map(({ goals }) => goals)) as Metric["goals"];
}
