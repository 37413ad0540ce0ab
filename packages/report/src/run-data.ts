import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { compose, type Json } from "@tweedie/config";
import {
  type MetricsRow,
  checkRunConfig,
  type FurtherEvaluation,
  liveStatus,
  readEvaluations,
  readRunLog,
  readStatus,
  readTeacherCurve,
  type RunFolder,
  type RunLog,
  runFolder,
  type RunStatus,
  type TeacherCurve,
} from "@tweedie/engine";
import { readRunSamples, type RunSamples } from "./run-samples.ts";

/** Contents of a run folder, read from its plain files. */
export interface RunData {
  readonly folder: RunFolder;
  readonly status: RunStatus;
  /** Text of the resolved configuration. */
  readonly yaml: string | undefined;
  readonly settings: Readonly<Record<string, Json>>;
  readonly rows: readonly MetricsRow[];
  readonly samples: RunSamples;
  readonly teacherCurve: TeacherCurve | undefined;
  /** Evaluations of its checkpoints that were added after the run. */
  readonly evaluations: readonly FurtherEvaluation[];
  /** Warnings of the run, and the errors of files that could not be read. */
  readonly warnings: readonly string[];
}

/**
 * Reads a run folder. All files but `status.json` are optional: damaged ones become warnings.
 *
 * @throws TweedieError if it is not a run folder.
 */
export async function readRunData(root: string): Promise<RunData> {
  const folder = runFolder(root);
  const recorded = await readStatus(folder);
  if (!recorded) {
    throw new TweedieError({
      where: root,
      what: "is not a run folder",
      fix: "name the folder that tweedie run printed",
    });
  }
  const warnings = [...recorded.warnings];
  const attempt = async <T>(reading: Promise<T>, fallback: T): Promise<T> => {
    try {
      return await reading;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") warnings.push((error as Error).message);
      return fallback;
    }
  };
  const yaml = await attempt<string | undefined>(readRegularText(folder.config, fileLimits.json), undefined);
  const settings = yaml === undefined ? {} : await attempt(readSettings(folder.config), {});
  const { rows, problem } = await attempt<RunLog>(readRunLog(folder, recorded), { rows: [] });
  const status = await liveStatus(folder, recorded, { rows });
  if (problem !== undefined) warnings.push(problem);
  const samples = await readRunSamples(folder.samples, attempt);
  const teacherCurve = await attempt<TeacherCurve | undefined>(readTeacherCurve(folder.teacherCurve), undefined);
  const evaluations = await attempt<readonly FurtherEvaluation[]>(readEvaluations(folder), []);
  return { folder, status, yaml, settings, rows, samples, teacherCurve, evaluations, warnings };
}

async function readSettings(file: string): Promise<Readonly<Record<string, Json>>> {
  await checkRunConfig(file);
  return (await compose({ file })).value;
}
