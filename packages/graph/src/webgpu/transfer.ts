import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Shape } from "../ir/tensor-type.ts";
import { elementTypes, encodeModel } from "../onnx/proto.ts";
import type { Ort } from "../ort/session.ts";
import { createGpuSession, type Place } from "./session.ts";

/** Copies of tensors between the memory of this process and that of the GPU. */
export interface Transfer {
  /** A tensor on the GPU, which the caller disposes. */
  upload(data: Float32Array, shape: Shape): Promise<Tensor>;
  download(tensor: Tensor): Promise<Float32Array>;
  /** Ends the transfer. All tensors must have been disposed. */
  dispose(): Promise<void>;
}

/**
 * Model with one `Identity` on a tensor of some rank. ONNX Runtime has no other way to copy a tensor: reading one on the GPU ends the
 * process.
 */
function identity(rank: number): Uint8Array {
  const shape = Array.from({ length: rank }, (_, axis) => `n${axis}`);
  const value = (name: string) => ({ name, elementType: elementTypes.float32, shape });
  const node = { opType: "Identity", domain: "", inputs: ["x"], output: "y", otherOutputs: [], attributes: {} };
  return encodeModel({ nodes: [node], initializers: [], inputs: [value("x")], outputs: [value("y")] });
}

/** @throws TweedieError if there is no GPU */
export async function createTransfer(ort: Ort): Promise<Transfer> {
  const sessions = new Map<string, InferenceSession>();
  const sessionTo = async (place: Place, rank: number): Promise<InferenceSession> => {
    const key = `${place} ${rank}`;
    const session = sessions.get(key) ?? (await createGpuSession(ort, identity(rank), "backend webgpu", place));
    sessions.set(key, session);
    return session;
  };
  const copy = async (place: Place, x: Tensor): Promise<Tensor> =>
    (await (await sessionTo(place, x.dims.length)).run({ x }))["y"]!;
  await sessionTo("gpu-buffer", 0); // throws early if there is no GPU
  return {
    upload: (data, shape) => copy("gpu-buffer", new ort.Tensor("float32", data, shape)),
    download: async (tensor) => (await copy("cpu", tensor)).data as Float32Array,
    dispose: async () => {
      for (const session of sessions.values()) await session.release();
      sessions.clear();
    },
  };
}
