import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { NDArray } from "@tweedie/core";
import { readListed } from "@tweedie/engine";
import { decodeNpy } from "@tweedie/formats";

/** Samples `[n, ...shape]` in a run folder. A run that ended early lacks some of them. */
export interface RunSamples {
  readonly data?: NDArray;
  readonly teacher?: NDArray;
  readonly student?: NDArray;
  /** Samples of the student during training, by step. */
  readonly progress: readonly { readonly step: number; readonly samples: NDArray }[];
  /** Samples of the teacher by number of network evaluations, in increasing order. */
  readonly costs: readonly { readonly evaluations: number; readonly samples: NDArray }[];
  /** Images of latent interpolations, one interpolation after another. */
  readonly interpolation?: NDArray;
}

type Named = "data" | "teacher" | "student" | "interpolation";

const fileName = /^(?:(data|teacher|student|interpolation)|(student|teacher)-(\d+))\.npy$/;

/** Reads all samples of a run folder. `attempt` handles read errors and returns its second argument then. */
export async function readRunSamples(
  folder: string,
  attempt: <T>(reading: Promise<T>, fallback: T) => Promise<T>,
): Promise<RunSamples> {
  const files = (await attempt(readdir(folder), [])).filter((file) => file.endsWith(".npy")).sort();
  const named: Partial<Record<Named, NDArray>> = {};
  const numbered: Record<"student" | "teacher", { number: number; samples: NDArray }[]> = { student: [], teacher: [] };
  for (const file of files) {
    const match = fileName.exec(file);
    const samples = match && (await attempt<NDArray | undefined>(readNpy(folder, file), undefined));
    if (!samples) continue;
    if (match[1] !== undefined) named[match[1] as Named] = samples;
    else numbered[match[2] as "student" | "teacher"].push({ number: Number(match[3]), samples });
  }
  for (const list of Object.values(numbered)) list.sort((a, b) => a.number - b.number);
  return {
    ...named,
    progress: numbered.student.map(({ number, samples }) => ({ step: number, samples })),
    costs: numbered.teacher.map(({ number, samples }) => ({ evaluations: number, samples })),
  };
}

/** Reads samples `[n, ...shape]` of a run folder by name; undefined if it has none or they are damaged. */
export const readNamedSamples = (folder: string, name: Named): Promise<NDArray | undefined> =>
  readNpy(folder, `${name}.npy`).catch(() => undefined);

const readNpy = async (folder: string, file: string): Promise<NDArray> =>
  decodeNpy(await readListed(folder, file), join(folder, file));
