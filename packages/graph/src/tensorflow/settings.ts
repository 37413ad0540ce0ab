import { createHash } from "node:crypto";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Precision } from "../executor/precision.ts";
import { allowTf32 } from "../executor/tf32-override.ts";

export interface TensorflowSettings {
  /** Number of threads of a step; all cores by default. */
  readonly threads?: number | undefined;
  /** Folder in which compiled steps are cached. By default nothing is cached. */
  readonly cache?: string | undefined;
}

/** Settings of the library, and the precision of an executor. */
export interface TensorflowOptions extends TensorflowSettings {
  /** Default: float32. */
  readonly precision?: Precision | undefined;
}

/** Folder of XLA's compiled programs. They are for one model of processor. */
export const xlaCache = (cache: string): string =>
  join(
    cache,
    `xla-${createHash("sha256")
      .update(cpus()[0]?.model ?? "")
      .digest("hex")
      .slice(0, 8)}`,
  );

/**
 * Variables of the environment that TensorFlow reads when it loads: no messages, memory of a GPU as it is needed, the same bits
 * in each run, the number of threads, and XLA's cache.
 */
export function tensorflowVariables(
  { threads, cache }: TensorflowSettings,
  xlaFlags = process.env["TF_XLA_FLAGS"] ?? "",
): Readonly<Record<string, string>> {
  const folder = cache === undefined ? undefined : xlaCache(cache);
  // The flags are separated by spaces, and have no quotes.
  const isCached =
    folder !== undefined && !/\s/.test(folder) && !xlaFlags.includes("tf_xla_persistent_cache_directory");
  const cacheFlags = [
    `--tf_xla_persistent_cache_directory=${folder}`,
    "--tf_xla_persistent_cache_device_types=CPU,GPU",
  ];
  return {
    // Errors are exceptions too. Reading a program from the cache is logged as one, though it succeeds.
    TF_CPP_MIN_LOG_LEVEL: "3",
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    TF_DETERMINISTIC_OPS: "1",
    ...(threads !== undefined && { TF_NUM_INTRAOP_THREADS: `${threads}`, TF_NUM_INTEROP_THREADS: "1" }),
    ...(isCached && { TF_XLA_FLAGS: [xlaFlags, ...cacheFlags].join(" ").trim() }),
  };
}

/** Sets the variables, except those that the user has set. TF32 is allowed by the precision of a run only. */
export function setTensorflowVariables(settings: TensorflowSettings): void {
  allowTf32();
  for (const [name, value] of Object.entries(tensorflowVariables(settings))) {
    if (name === "TF_XLA_FLAGS") process.env[name] = value;
    else process.env[name] ??= value;
  }
}
