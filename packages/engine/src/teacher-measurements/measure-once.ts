import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hashOf } from "@tweedie/config";
import { type NDArrays, TweedieError } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";
import type { z } from "zod";
import { digestOfArrays } from "../checksums/digest.ts";
import { lockCache, notCached } from "../locks/lock-cache.ts";
import type { RunContext } from "../train/run-context.ts";
import { loadMeasurement, saveMeasurement, type TeacherMeasurement } from "./measurement-store.ts";

/** Version of the measurements. Increasing it invalidates all cached ones. */
const format = 1;

/** Parts of a run, or of an evaluation of one, that a measurement depends on. */
export type MeasurementContext = Pick<RunContext, "executor" | "files" | "signal" | "onEvent" | "warn"> & {
  readonly experiment: Pick<RunContext["experiment"], "resolved">;
};

/** A measurement of the teacher that runs of the same teacher and the same evaluation share. */
export interface SharedMeasurement<T> {
  /** Noun phrase with its verb, for messages and for the key. */
  readonly subject: "the teacher's metrics are" | "the teacher's curve is";
  /** Weights of the teacher. */
  readonly weights: NDArrays;
  /** Settings that determine it, besides those of the samples and metrics of all evaluations. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** Measures. Returns undefined if the run was aborted. */
  measure(): Promise<TeacherMeasurement<T> | undefined>;
  /** Called with a measurement of the cache, in place of the events of `measure`. */
  onCached?(numbers: T): void;
}

/**
 * Returns a measurement from the cache, or makes it and saves it there. Of concurrent runs with the same measurement, one makes it.
 *
 * @returns undefined if the run was aborted
 */
export async function measureOnce<T>(
  context: MeasurementContext,
  shared: SharedMeasurement<T>,
): Promise<TeacherMeasurement<T> | undefined> {
  const { subject, schema, measure } = shared;
  const cache = cachePath("measurements", cacheKey(context, shared));
  // The teacher's own cache warns if it cannot be used. Without one, a measurement is only made again.
  const lock = await lockCache({ ...context, warn: () => undefined }, cache, { subject, made: "measured" });
  if (lock === "aborted") return undefined;
  try {
    const cached = cache === undefined ? undefined : await loadCached(context, cache, schema);
    if (cached) {
      shared.onCached?.(cached.numbers);
      return cached;
    }
    const measured = await measure();
    if (measured && cache !== undefined && lock) {
      await saveMeasurement(cache, measured).catch((error: Error) => context.warn(notCached(subject, error.message)));
    }
    return measured;
  } finally {
    lock?.();
  }
}

/** True if a measurement is in the cache. */
export function isMeasured(
  context: MeasurementContext,
  shared: Pick<SharedMeasurement<unknown>, "subject" | "weights" | "settings">,
): boolean {
  const cache = cachePath("measurements", cacheKey(context, shared));
  return cache !== undefined && existsSync(cache);
}

/** Hash of everything that determines a measurement bit for bit. */
function cacheKey(
  context: MeasurementContext,
  { subject, weights, settings }: Pick<SharedMeasurement<unknown>, "subject" | "weights" | "settings">,
): string {
  const { executor, experiment, files } = context;
  const { precision, seed, data, schedule, network, teacher, evaluate } = experiment.resolved;
  const { samples, extractor, metrics, guidance } = evaluate as Record<string, unknown>;
  const models = { data, schedule, network, teacher, digest: digestOfArrays(weights), files };
  const evaluation = { samples, extractor, metrics, guidance, settings };
  return hashOf({ format, subject, backend: executor.name, precision, seed, ...models, ...evaluation });
}

/** A measurement in the cache. A damaged one is removed, so that it is made again. */
async function loadCached<T>({ warn }: MeasurementContext, cache: string, schema: z.ZodType<T>) {
  try {
    return await loadMeasurement(cache, schema);
  } catch (error) {
    if (!(error instanceof TweedieError)) throw error;
    await rm(cache, { recursive: true, force: true }).catch(() => undefined);
    warn(`${error.where}: ${error.what}; it is made again`);
    return undefined;
  }
}
