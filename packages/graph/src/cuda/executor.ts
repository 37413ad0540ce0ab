import { createModelCache } from "../cache/model-cache.ts";
import { visibleNvidiaGpus } from "../devices/gpus.ts";
import type { Executor } from "../executor/executor.ts";
import { encodeModel } from "../onnx/proto.ts";
import { createWriter } from "../onnx/writer.ts";
import { loadOrt } from "../ort/session.ts";
import { nodeRuntime } from "./installed-provider.ts";
import { loadLibraries } from "./load-libraries.ts";
import { createLoopExecutor } from "./loop-executor.ts";
import { createCudaSession } from "./session.ts";

/**
 * Compiles steps to graphs and runs several iterations at once on ONNX Runtime's CUDA provider, on the first device that CUDA finds.
 *
 * @param options.cache Folder of compiled steps; none by default.
 * @throws TweedieError that names what is missing: the provider, a library, the driver, or a device.
 */
export async function createCudaExecutor({ cache }: { readonly cache?: string | undefined }): Promise<Executor> {
  loadLibraries();
  const ort = loadOrt();
  const probe = await createCudaSession(ort, emptyModel(), "backend cuda");
  await probe.release();
  const precision = process.env["NVIDIA_TF32_OVERRIDE"] === "0" ? "float32" : "TF32";
  return createLoopExecutor({
    ort,
    name: "cuda",
    device: `${visibleNvidiaGpus()[0]?.name ?? "GPU"} by ONNX Runtime ${nodeRuntime().version}`,
    settings: `${precision}, bits may differ between runs`,
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
