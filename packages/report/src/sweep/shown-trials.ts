import { type NDArray, TweedieError } from "@tweedie/core";
import { readStatus, runFolder, type RunStatus } from "@tweedie/engine";
import type { ConfigurationState, StudyState, SweepMetric, TrialState } from "@tweedie/study";
import { readNamedSamples } from "../run-samples.ts";
import { type CompleteConfiguration, isComplete } from "./complete-configuration.ts";

/** A trial whose samples the report of its sweep shows. */
export interface ShownTrial {
  readonly rank: "best" | "worst";
  readonly configuration: CompleteConfiguration;
  readonly trial: TrialState;
  readonly student: NDArray | undefined;
  readonly data: NDArray | undefined;
  readonly descriptions: RunStatus["descriptions"];
}

/** Number of best configurations that are shown, beside the worst. */
const bestShown = 3;

/** Configurations from the best to the worst; those without a value follow in the order of suggestion. */
export function bestFirst(
  configurations: readonly ConfigurationState[],
  goal: SweepMetric["goal"],
): readonly ConfigurationState[] {
  const sign = goal === "minimize" ? 1 : -1;
  const cost = (each: ConfigurationState) => (isComplete(each) ? sign * each.value : Infinity);
  return configurations.toSorted((a, b) => {
    const [first, second] = [cost(a), cost(b)];
    return first === second ? a.configuration - b.configuration : first - second;
  });
}

/**
 * Reads samples of the best configurations and of the worst one, of the same replicate where it is complete: replicates of one number have
 * one seed, so that their samples have the same latents.
 */
export async function readShownTrials(
  { configurations, trials, best }: Pick<StudyState, "configurations" | "trials" | "best">,
  goal: SweepMetric["goal"],
): Promise<readonly ShownTrial[]> {
  const ranked = bestFirst(configurations, goal).filter(isComplete);
  // The best configuration is one with the most complete trials, so that it need not have the best mean.
  const first = ranked.filter(({ configuration }) => configuration === best);
  const ordered = [...first, ...ranked.filter(({ configuration }) => configuration !== best)];
  const shown = ordered.slice(0, bestShown).map((configuration) => ({ rank: "best" as const, configuration }));
  const worst = ordered
    .slice(bestShown)
    .slice(-1)
    .map((configuration) => ({ rank: "worst" as const, configuration }));
  const all: ShownTrial[] = [];
  for (const { rank, configuration } of [...shown, ...worst]) {
    const complete = configuration.trials
      .map((number) => trials[number]!)
      .filter(({ status }) => status === "complete");
    const trial = complete.find(({ replicate }) => replicate === all[0]?.trial.replicate) ?? complete[0];
    if (trial) all.push({ rank, configuration, trial, ...(await readTrial(trial)) });
  }
  return all;
}

async function readTrial({ folder: root }: TrialState): Promise<Pick<ShownTrial, "student" | "data" | "descriptions">> {
  const folder = runFolder(root);
  const status = await readStatus(folder).catch((error: unknown) => {
    if (error instanceof TweedieError) return undefined;
    throw error;
  });
  return {
    student: await readNamedSamples(folder.samples, "student"),
    data: await readNamedSamples(folder.samples, "data"),
    descriptions: status?.descriptions,
  };
}
