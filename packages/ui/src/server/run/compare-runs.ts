import type { RunComparison } from "../../api/comparison.ts";
import { readEntry } from "./run-details.ts";
import { listSamples } from "./run-samples.ts";
import type { RunTools } from "./run-tools.ts";

/** Compares runs as `tweedie compare` does. */
export async function compareRuns(ids: readonly string[], tools: RunTools): Promise<RunComparison> {
  const entries = await Promise.all(ids.map(readEntry));
  const { config, metrics } = tools.compare(entries);
  const runs = entries.map(async ({ run, status }) => ({
    id: run,
    status: status.status,
    seed: status.seed,
    samples: (await listSamples(run)).filter(({ source }) => source === "student"),
  }));
  const orNull = <T>(values: readonly (T | undefined)[]) => values.map((value) => value ?? null);
  return {
    runs: await Promise.all(runs),
    settings: config.map(([path, values]) => ({ path, values: orNull(values) })),
    metrics: metrics.map(({ name, goal, values, spreads, floors, best }) => ({
      ...{ name, goal, best },
      ...{ values: orNull(values), spreads: orNull(spreads), floors: orNull(floors) },
    })),
  };
}
