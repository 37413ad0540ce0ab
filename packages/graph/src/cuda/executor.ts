import { createModelCache } from "../cache/model-cache.ts";
import { visibleNvidiaGpus } from "../devices/gpus.ts";
import type { Executor } from "../executor/executor.ts";
import type { Precision } from "../executor/precision.ts";
import { isTf32Forbidden } from "../executor/tf32-override.ts";
import { encodeModel } from "../onnx/proto.ts";
import { createWriter } from "../onnx/writer.ts";
import { loadOrt } from "../ort/session.ts";
import { nodeRuntime } from "./installed-provider.ts";
import { loadLibraries } from "./load-libraries.ts";
import { createLoopExecutor } from "./loop-executor.ts";
import { createCudaSession } from "./session.ts";

interface CudaOptions {
  /** Folder of compiled steps; none by default. */
  readonly cache?: string | undefined;
  /** Default: float32. */
  readonly precision?: Precision | undefined;
}

/**
 * Compiles steps to graphs and runs several iterations at once on ONNX Runtime's CUDA provider, on the first device that CUDA finds.
 *
 * @throws TweedieError that names what is missing: the provider, a library, the driver, or a device.
 */
export async function createCudaExecutor({ cache, precision }: CudaOptions): Promise<Executor> {
  loadLibraries(precision);
  const ort = loadOrt();
  const probe = await createCudaSession(ort, emptyModel(), "backend cuda");
  await probe.release();
  return createLoopExecutor({
    ort,
    name: "cuda",
    device: `${visibleNvidiaGpus()[0]?.name ?? "GPU"} by ONNX Runtime ${nodeRuntime().version}`,
    settings: `${isTf32Forbidden() ? "float32" : "TF32"}, bits may differ between runs`,
    cache: cache === undefined ? undefined : createModelCache(cache),
    createSession: (model, where) => createCudaSession(ort, model, where),
  });
}

/** A model that only needs a device. */
function emptyModel(): Uint8Array {
  const writer = createWriter();
  const [shape, dtype] = [[1], "float32"] as const;
  const x = writer.input("x", { shape, dtype });
  return encodeModel(writer.finish({ y: { name: writer.node("Neg", [x]), shape, dtype } }));
}
