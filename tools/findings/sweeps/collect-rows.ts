import { type MetricsRow, readMetrics, readStatus, runFolder, type RunStatus } from "@tweedie/engine";
import { readStudy } from "@tweedie/study";
import { meanOf } from "../bootstrap.ts";
import { type Results, roundMetrics, type Row } from "../results.ts";
import { measureOnce, type Measurement } from "./measured-trials.ts";

/** Late evaluations are those in the last quarter of a run's iterations. */
const late = 0.75;
/** Values of an evaluation that are kept beside its metrics. */
const diagnostics = ["diag.spread", "diag.psiGap", "diag.V", "diag.L1"];

/** Results of a finished sweep: a row for each trial, with the numbers of a measurement if there is one. */
export async function collectRows(folder: string, measure?: Measurement): Promise<Pick<Results, "floors" | "rows">> {
  const study = await readStudy(folder);
  const { configurations, trials } = study.state();
  const floors: Readonly<Record<string, number>>[] = [];
  const rows: Row[] = [];
  for (const { configuration, replicate, folder, status: outcome } of trials) {
    if (outcome !== "complete" && outcome !== "diverged") throw new Error(`${folder} is ${outcome}`);
    const status = await readStatus(runFolder(folder));
    if (!status) throw new Error(`${folder} has no status`);
    floors.push(status.floors ?? {});
    const evaluations = await readEvaluations(folder, Object.keys(status.floors ?? {}));
    const measured = measure && (await measureOnce(folder, measure));
    rows.push({
      values: { ...configurations[configuration]!.values, ...study.plan.repeat[replicate] },
      status: status.status,
      step: evaluations.at(-1)?.step ?? 0,
      metrics: roundMetrics({ ...lateMeans(evaluations), trainedBytes: trainedBytes(status), ...measured }),
    });
  }
  return { floors: meansOf(floors), rows };
}

/** Evaluations of the distillation, with its metrics and some diagnostics. */
async function readEvaluations(folder: string, metrics: readonly string[]): Promise<readonly MetricsRow[]> {
  const names = new Set([...metrics, ...diagnostics]);
  const rows = await readMetrics(runFolder(folder).metrics);
  return rows
    .filter(({ phase, values }) => phase === "distill" && metrics.some((metric) => metric in values))
    .map((row) => ({
      ...row,
      values: Object.fromEntries(Object.entries(row.values).filter(([name]) => names.has(name))),
    }));
}

const lateMeans = (evaluations: readonly MetricsRow[]): Readonly<Record<string, number>> => {
  const last = evaluations.at(-1)?.step ?? 0;
  return meansOf(evaluations.filter(({ step }) => step >= late * last).map(({ values }) => values));
};

/** Bytes of the trained weights of student and fake score, and of their moments. NaN if the run did not count them. */
const trainedBytes = ({ memory }: RunStatus): number =>
  memory ? Object.values(memory.models).reduce((sum, { own }) => sum + own.weights + own.moments, 0) : NaN;

/** Means by name, over the records that have it. */
function meansOf(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const numbers = (name: string) => records.flatMap((record) => record[name] ?? []);
  return roundMetrics(Object.fromEntries(names.map((name) => [name, meanOf(numbers(name))])));
}
