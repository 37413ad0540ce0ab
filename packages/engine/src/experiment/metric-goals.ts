import type { Metric } from "@tweedie/core";
import { createComponents } from "../components.ts";
import type { Experiment } from "./experiment.ts";

/** What an experiment measures, and which way each value improves. The first decides. */
export const metricGoals = (experiment: Experiment): Metric["goals"] =>
  Object.assign({}, ...createComponents(experiment).metrics.map(({ goals }) => goals)) as Metric["goals"];
