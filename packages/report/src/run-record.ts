import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NDArray, TweedieError } from "@tweedie/core";
import { compose, type Json } from "@tweedie/config";
import {
  type MetricsRow,
  readMetrics,
  readStatus,
  readTeacherCurve,
  type RunFolder,
  runFolder,
  type RunStatus,
  type TeacherCurve,
} from "@tweedie/engine";
import { decodeNpy } from "@tweedie/formats";

/** Samples `[n, ...shape]` that a run has kept. One that ended early has few of them, or none. */
export interface RunSamples {
  readonly data?: NDArray;
  readonly teacher?: NDArray;
  readonly student?: NDArray;
  /** The student's during training, in order. */
  readonly progress: readonly { readonly step: number; readonly samples: NDArray }[];
  /** The teacher's by what they cost, the cheapest first. */
  readonly costs: readonly { readonly evaluations: number; readonly samples: NDArray }[];
  /** Images of latents on the way from one to another, in rows. */
  readonly interpolation?: NDArray;
}

/** All that a run folder says, read from its plain files. */
export interface RunRecord {
  readonly folder: RunFolder;
  readonly status: RunStatus;
  /** The text of the resolved configuration. */
  readonly yaml: string | undefined;
  readonly settings: Readonly<Record<string, Json>>;
  readonly rows: readonly MetricsRow[];
  readonly samples: RunSamples;
  readonly teacherCurve: TeacherCurve | undefined;
  /** What the run warned of, and what of its folder could not be read. */
  readonly warnings: readonly string[];
}

/** Reads a run folder. Only `status.json` must be there: whatever else is missing or damaged is left out. */
export async function readRun(root: string): Promise<RunRecord> {
  const folder = runFolder(root);
  const status = await readStatus(folder);
  if (!status) {
    throw new TweedieError({ where: root, what: "holds no run", fix: "name the folder that tweedie run printed" });
  }
  const warnings = [...status.warnings];
  const attempt = async <T>(read: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") warnings.push((error as Error).message);
      return otherwise;
    }
  };
  const yaml = await attempt<string | undefined>(readFile(folder.config, "utf8"), undefined);
  const settings = yaml === undefined ? {} : await attempt(readSettings(folder.config), {});
  const rows = await attempt(readMetrics(folder.metrics), []);

  const files = (await attempt(readdir(folder.samples), [])).filter((file) => file.endsWith(".npy")).sort();
  const read = async (file: string) =>
    decodeNpy(await readFile(join(folder.samples, file)), join(folder.samples, file));
  const named: Partial<Record<"data" | "teacher" | "student" | "interpolation", NDArray>> = {};
  const numbered: Record<string, { number: number; samples: NDArray }[]> = { student: [], teacher: [] };
  for (const file of files) {
    const match = /^(?:(data|teacher|student|interpolation)|(student|teacher)-(\d+))\.npy$/.exec(file);
    const samples = match && (await attempt<NDArray | undefined>(read(file), undefined));
    if (!samples) continue;
    if (match[1] === undefined) numbered[match[2]!]!.push({ number: Number(match[3]), samples });
    else named[match[1] as keyof typeof named] = samples;
  }
  for (const list of Object.values(numbered)) list.sort((a, b) => a.number - b.number);
  const progress = numbered["student"]!.map(({ number, samples }) => ({ step: number, samples }));
  const costs = numbered["teacher"]!.map(({ number, samples }) => ({ evaluations: number, samples }));
  const teacherCurve = await attempt<TeacherCurve | undefined>(readTeacherCurve(folder.teacherCurve), undefined);
  return { folder, status, yaml, settings, rows, samples: { ...named, progress, costs }, teacherCurve, warnings };
}

const readSettings = async (file: string): Promise<Readonly<Record<string, Json>>> => (await compose({ file })).value;
