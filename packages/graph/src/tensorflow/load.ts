import { createRequire } from "node:module";
import { TweedieError } from "@tweedie/core";
import type { Binding } from "./addon/binding.ts";
import { buildCommand, requireAddon } from "./addon/installed-addon.ts";
import { openProgramCache, type ProgramCache } from "./program-cache.ts";
import { setTensorflowVariables, type TensorflowSettings, xlaCache } from "./settings.ts";

/** TensorFlow in this process, with the settings of its first use: the library reads them once. */
export interface LoadedTensorflow {
  readonly binding: Binding;
  readonly settings: TensorflowSettings;
  /** XLA's cache, if there is one. */
  readonly programs: ProgramCache | undefined;
}

let loaded: LoadedTensorflow | undefined;

/**
 * Loads TensorFlow. Products and convolutions are in float32 on GPUs too, unless the user has set `NVIDIA_TF32_OVERRIDE`.
 *
 * @throws TweedieError if its addon is not built, or does not load.
 */
export function loadTensorflow(settings: TensorflowSettings): LoadedTensorflow {
  return (loaded ??= load(settings));
}

function load(settings: TensorflowSettings): LoadedTensorflow {
  const { path } = requireAddon();
  setTensorflowVariables(settings);
  const programs = settings.cache === undefined ? undefined : openProgramCache(xlaCache(settings.cache));
  try {
    const binding = createRequire(import.meta.url)(path) as Binding;
    if (binding.isUsingGpuDevice() && process.env["NVIDIA_TF32_OVERRIDE"] !== "1") binding.allowTf32(false);
    return { binding, settings, programs };
  } catch (error) {
    const what = `its addon does not load: ${String(error).split("\n")[0] ?? ""}`;
    throw new TweedieError({ where: "backend tensorflow", what, fix: buildCommand }, { cause: error });
  }
}

/** `GPU:0 by TensorFlow 2.21.0` */
export const describeDevice = ({ binding }: LoadedTensorflow): string =>
  `${binding.deviceName.replace(/^.*device:/, "")} by TensorFlow ${binding.TF_Version}`;

/** `2 threads, float32, deterministic, XLA's programs in /home/a/.cache/tweedie/steps/xla-0a1b2c3d` */
export function describeSettings({ binding, settings: { threads, cache } }: LoadedTensorflow): string {
  const isGpu = binding.isUsingGpuDevice();
  const threadsText = threads === undefined || isGpu ? [] : [`${threads} ${threads === 1 ? "thread" : "threads"}`];
  const isDeterministic = process.env["TF_DETERMINISTIC_OPS"] === "1" || !isGpu;
  return [
    ...threadsText,
    isGpu && process.env["NVIDIA_TF32_OVERRIDE"] === "1" ? "TF32" : "float32",
    isDeterministic ? "deterministic" : "bits may differ between runs",
    ...(cache === undefined ? [] : [`XLA's programs in ${xlaCache(cache)}`]),
  ].join(", ");
}
