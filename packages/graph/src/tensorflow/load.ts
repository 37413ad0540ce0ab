import { createRequire } from "node:module";
import { TweedieError } from "@tweedie/core";
import type { Precision } from "../executor/precision.ts";
import type { Binding } from "./addon/binding.ts";
import { buildCommand, requireAddon } from "./addon/installed-addon.ts";
import { isTf32Forbidden } from "../executor/tf32-override.ts";
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
 * Loads TensorFlow.
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
    return { binding, settings, programs };
  } catch (error) {
    const what = `its addon does not load: ${String(error).split("\n")[0] ?? ""}`;
    throw new TweedieError({ where: "backend tensorflow", what, fix: buildCommand }, { cause: error });
  }
}

/** Allows TF32 in all later steps of the process, or forbids it. */
export function usePrecision({ binding }: LoadedTensorflow, precision: Precision): void {
  if (binding.isUsingGpuDevice()) binding.allowTf32(precision === "tf32");
}

/** `GPU:0 by TensorFlow 2.21.0` */
export const describeDevice = ({ binding }: LoadedTensorflow): string =>
  `${binding.deviceName.replace(/^.*device:/, "")} by TensorFlow ${binding.TF_Version}`;

/** `2 threads, float32, deterministic, XLA's programs in /home/a/.cache/tweedie/steps/xla-0a1b2c3d` */
export function describeSettings(
  { binding, settings: { threads, cache } }: LoadedTensorflow,
  precision: Precision,
): string {
  const isGpu = binding.isUsingGpuDevice();
  const threadsText = threads === undefined || isGpu ? [] : [`${threads} ${threads === 1 ? "thread" : "threads"}`];
  const isDeterministic = process.env["TF_DETERMINISTIC_OPS"] === "1" || !isGpu;
  return [
    ...threadsText,
    precisionText(precision, isGpu),
    isDeterministic ? "deterministic" : "bits may differ between runs",
    ...(cache === undefined ? [] : [`XLA's programs in ${xlaCache(cache)}`]),
  ].join(", ");
}

/** Precision in words. NVIDIA's libraries do not use TF32 where the user's environment forbids it. */
function precisionText(precision: Precision, isGpu: boolean): string {
  if (precision === "bfloat16") return "products in bfloat16";
  if (precision === "float32") return "float32";
  if (!isGpu) return "float32, because a CPU has no TF32";
  return isTf32Forbidden() ? "float32, because NVIDIA_TF32_OVERRIDE is 0" : "TF32";
}
