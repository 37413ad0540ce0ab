import { removeListed } from "../checksums/listed-digests.ts";
import type { Settings } from "../experiment/settings.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import { formatRow, type MetricsRow, parseRows } from "../run/metrics-rows.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { samplesOfStep } from "../run/save-samples.ts";

type Cadences = Pick<Settings, "distill" | "evaluate" | "log">;

/**
 * Text of a log up to a checkpoint without the evaluation that only the end of a shorter run made there. A run that was longer from the start
 * has none, because the step is no multiple of `evaluate.every`; losses remain if it is one of `log.every`.
 */
export function withoutFormerEnd(
  text: string,
  checkpoint: Pick<Checkpoint, "phase" | "step"> | undefined,
  settings: Cadences,
): string {
  if (!checkpoint || !hasFormerEnd(checkpoint, settings)) return text;
  const { rows } = parseRows(text);
  const last = rows.at(-1);
  if (last?.phase !== "distill" || last.step !== checkpoint.step) return text;
  const kept = checkpoint.step % settings.log.every === 0 ? [lossesOf(last, rows)] : [];
  return [...rows.slice(0, -1), ...kept].map(formatRow).join("");
}

/** Deletes the samples of that evaluation. */
export async function removeFormerEndSamples(
  { samples }: Pick<RunFolder, "samples">,
  checkpoint: Pick<Checkpoint, "phase" | "step"> | undefined,
  settings: Cadences,
): Promise<void> {
  if (checkpoint && hasFormerEnd(checkpoint, settings))
    await removeListed(samples, `${samplesOfStep(checkpoint.step)}.npy`);
}

const hasFormerEnd = ({ phase, step }: Pick<Checkpoint, "phase" | "step">, { distill, evaluate }: Cadences): boolean =>
  phase === "distill" && step < distill.steps && step % evaluate.every !== 0;

/** The row without its evaluation: the values before the first one that the evaluation before the training also has. */
function lossesOf(row: MetricsRow, rows: readonly MetricsRow[]): MetricsRow {
  const measured = rows.find(({ phase, step }) => phase === "distill" && step === 0)?.values ?? {};
  const values = Object.entries(row.values);
  const end = values.findIndex(([name]) => name in measured);
  return { ...row, values: Object.fromEntries(end < 0 ? values : values.slice(0, end)) };
}
