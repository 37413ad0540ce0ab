import { createModelCache } from "../cache/model-cache.ts";
import type { Executor } from "../executor/executor.ts";
import { encodeModel } from "../onnx/proto.ts";
import { createWriter } from "../onnx/writer.ts";
import { loadOrt } from "../ort/session.ts";
import { nodeRuntime } from "./installed-provider.ts";
import { loadLibraries } from "./load-libraries.ts";
import { createLoopExecutor } from "./loop-executor.ts";
import { createCudaSession } from "./session.ts";

interface CudaOptions {
  /** Folder in which compiled steps are cached. By default nothing is cached. */
  readonly cache?: string | undefined;
  /** Number of the CUDA device. */
  readonly deviceId?: number;
}

/**
 * Compiles steps to graphs and runs several iterations at once on ONNX Runtime's CUDA provider. Products and convolutions are in float32,
 * unless the user has set `NVIDIA_TF32_OVERRIDE`.
 *
 * @throws TweedieError that names what is missing: the provider, a library, the driver, or a device.
 */
export async function createCudaExecutor({ cache, deviceId = 0 }: CudaOptions): Promise<Executor> {
  loadLibraries();
  const ort = loadOrt();
  const probe = await createCudaSession(ort, emptyModel(), "backend cuda", deviceId);
  await probe.release();
  const precision = process.env["NVIDIA_TF32_OVERRIDE"] === "0" ? "float32" : "TF32";
  return createLoopExecutor({
    ort,
    name: "cuda",
    device: `cuda:${deviceId} by ONNX Runtime ${nodeRuntime().version}`,
    settings: `${precision}, bits may differ between runs`,
    cache: cache === undefined ? undefined : createModelCache(cache),
    createSession: (model, where) => createCudaSession(ort, model, where, deviceId),
  });
}

/** A model that only needs a device. */
function emptyModel(): Uint8Array {
  const writer = createWriter();
  const [shape, dtype] = [[1], "float32"] as const;
  const x = writer.input("x", { shape, dtype });
  return encodeModel(writer.finish({ y: { name: writer.node("Neg", [x]), shape, dtype } }));
}
