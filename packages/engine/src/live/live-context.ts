import type { Executor } from "@tweedie/graph";
import { createComponents } from "../components.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { RunContext } from "../train/run-context.ts";

/** Context of a training in memory, which has no folder, lock, log or checkpoint. */
export type LiveContext = Pick<
  RunContext,
  "components" | "executor" | "experiment" | "signal" | "threads" | "warn" | "onEvent"
>;

/** Creates the objects of an experiment for a training in memory, if the options do not have them. */
export async function createLiveContext(
  experiment: Experiment,
  executor: Executor,
  options: Partial<Pick<LiveContext, "components" | "signal" | "warn">> = {},
): Promise<LiveContext> {
  const { signal = new AbortController().signal, warn = () => undefined } = options;
  const components = options.components ?? (await createComponents(experiment));
  return { experiment, executor, components, signal, warn, threads: undefined, onEvent: () => undefined };
}
