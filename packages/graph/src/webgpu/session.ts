import { TweedieError } from "@tweedie/core";
import type { InferenceSession } from "onnxruntime-node";
import type { Ort } from "../ort/session.ts";

/** Place of a session's output: the memory of the GPU, or of this process. */
export type Place = "gpu-buffer" | "cpu";

/**
 * Options of a session on ONNX Runtime's WebGPU provider. A node that the provider lacks is an error: on the CPU it would copy its
 * inputs and its result at every run.
 */
const sessionOptions = (places: Place | Readonly<Record<string, Place>>): InferenceSession.SessionOptions => ({
  // In the other layout, which is the default, the provider surrounds each convolution by two transposes.
  executionProviders: [{ name: "webgpu", preferredLayout: "NCHW" }],
  preferredOutputLocation: places,
  graphOptimizationLevel: "disabled",
  enableCpuMemArena: false,
  enableMemPattern: false,
  extra: { session: { disable_cpu_ep_fallback: "1" } },
  logSeverityLevel: 4,
});

const missingDevice = /Failed to get a WebGPU (adapter|device)/;
const missingOp = /assigned to the default CPU EP/;

/**
 * Creates a session on the GPU.
 *
 * @param where Step or backend, for messages.
 * @param places Places of the outputs.
 * @throws TweedieError if there is no GPU, or if the provider lacks an op of the model
 */
export async function createGpuSession(
  ort: Ort,
  model: Uint8Array,
  where: string,
  places: Place | Readonly<Record<string, Place>>,
): Promise<InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, sessionOptions(places));
  } catch (cause) {
    const text = String(cause);
    if (missingDevice.test(text)) throw noDevice(where, cause);
    if (!missingOp.test(text)) {
      throw new Error(`${where}: ONNX Runtime does not accept the model: ${text}`, { cause });
    }
    const what = "ONNX Runtime's WebGPU provider lacks an op of this step";
    throw new TweedieError({ where, what, fix: "--backend ort" }, { cause });
  }
}

function noDevice(where: string, cause: unknown): TweedieError {
  const linux = "Linux: also the Vulkan loader; Debian: libvulkan1, and mesa-vulkan-drivers or that of NVIDIA";
  const fix = `install or update the GPU's driver (${linux}), or use --backend ort`;
  return new TweedieError({ where, what: "ONNX Runtime finds no GPU that WebGPU can use", fix }, { cause });
}
