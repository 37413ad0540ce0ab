import { TweedieError } from "@tweedie/core";
import type { InferenceSession } from "onnxruntime-node";
import type { Ort } from "../ort/session.ts";
import { buildCommand, where } from "./installed-provider.ts";

/** Options of a session on the first CUDA device. It prefers kernels that give the same bits in each run. */
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ["cuda"],
  graphOptimizationLevel: "disabled",
  extra: { session: { use_deterministic_compute: "1" } },
  logSeverityLevel: 4,
};

/** Errors of CUDA by a part of the provider's message, with what they mean and what helps. */
const errors: readonly (readonly [RegExp, what: string, fix: string])[] = [
  [
    /no CUDA-capable device/,
    "there is no CUDA-capable device",
    "install the driver of the GPU (nvidia-smi lists the devices), check CUDA_VISIBLE_DEVICES, or --backend ort",
  ],
  [/invalid device ordinal/, "there is no CUDA device of this number", "nvidia-smi lists the devices"],
  [
    /driver version is insufficient|CUDA failure 35\b/,
    "NVIDIA's driver is too old for CUDA 13",
    "install a driver of version 580 or newer, or --backend ort",
  ],
  [
    /no kernel image is available/,
    "ONNX Runtime's CUDA provider has no code for this GPU",
    "--backend webgpu or --backend ort",
  ],
  [/out of memory/, "the memory of the GPU is full", "distill.microBatch or distill.recompute"],
  [/Failed to load shared library/, "ONNX Runtime's CUDA provider does not load", buildCommand],
];

/** A message in this project's voice for an error of the CUDA provider; undefined for an unknown one. */
function cudaError(cause: unknown): TweedieError | undefined {
  const found = errors.find(([pattern]) => pattern.test(String(cause)));
  return found && new TweedieError({ where, what: found[1], fix: found[2] }, { cause });
}

/** @param step Name of the step, for messages. @throws TweedieError if there is no device, or it cannot be used */
export async function createCudaSession(ort: Ort, model: Uint8Array, step: string): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, sessionOptions);
  } catch (cause) {
    throw cudaError(cause) ?? new Error(`${step}: ONNX Runtime does not accept the model: ${String(cause)}`, { cause });
  }
}
