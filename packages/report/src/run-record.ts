import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type NDArray, TweedieError } from "@tweedie/core";
import { compose, type Json } from "@tweedie/config";
import { type MetricsRow, readMetrics, readStatus, type RunFolder, runFolder, type RunStatus } from "@tweedie/engine";
import { decodeNpy } from "@tweedie/formats";

/** Samples `[n, ...shape]` that a run has kept. One that ended early has few of them, or none. */
export interface RunSamples {
  readonly data?: NDArray;
  readonly teacher?: NDArray;
  readonly student?: NDArray;
  /** The student's during training, in order. */
  readonly progress: readonly { readonly step: number; readonly samples: NDArray }[];
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
  const named: Partial<Record<"data" | "teacher" | "student", NDArray>> = {};
  const progress: { step: number; samples: NDArray }[] = [];
  for (const file of files) {
    const match = /^(?:(data|teacher|student)|student-(\d+))\.npy$/.exec(file);
    const samples = match && (await attempt<NDArray | undefined>(read(file), undefined));
    if (!samples) continue;
    if (match[1] === undefined) progress.push({ step: Number(match[2]), samples });
    else named[match[1] as keyof typeof named] = samples;
  }
  progress.sort((a, b) => a.step - b.step);
  return { folder, status, yaml, settings, rows, samples: { ...named, progress }, warnings };
}

const readSettings = async (file: string): Promise<Readonly<Record<string, Json>>> => (await compose({ file })).value;
