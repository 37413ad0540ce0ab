import type { Json } from "@tweedie/config";
import { writeDurably } from "@tweedie/engine";
import { studyFolder } from "./open-study.ts";
import type { StudyState } from "./state/study-state.ts";
import type { Study } from "./study.ts";
import { replicateOf } from "./trial-values.ts";

/**
 * The table of a sweep's trials: what each set, how it ended and what it measured, one line a trial.
 *
 * Nothing in it depends on when or where a trial ran: a sweep that was interrupted has the same bytes in the end.
 */
export function trialsCsv({ plan }: Pick<Study, "plan">, { trials, configurations }: StudyState): string {
  const paths = [...new Set(plan.parameters.map(({ path }) => path))];
  const repeated = Object.keys(plan.repeat[0] ?? {});
  const metrics = [...new Set(trials.flatMap((trial) => Object.keys(trial.metrics)))].sort();
  const head = ["trial", "configuration", "status", ...paths, ...repeated, ...metrics, "reason"];
  const rows = trials.map((trial) => {
    const { values } = configurations[trial.configuration]!;
    const replicate = replicateOf(plan, trial.trial);
    return [
      trial.trial,
      trial.configuration,
      trial.status,
      ...paths.map((path) => values[path]),
      ...repeated.map((path) => replicate[path]),
      ...metrics.map((name) => trial.metrics[name]),
      trial.reason,
    ];
  });
  return [head, ...rows].map((row) => `${row.map(cell).join()}\n`).join("");
}

/** Writes `trials.csv` of a sweep's folder. */
export const writeTrialsCsv = (study: Study): Promise<void> =>
  writeDurably(studyFolder(study.folder).table, trialsCsv(study, study.state()));

/** A value as spreadsheets take it: RFC 4180. */
function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
