import type { Backend } from "./backend-names.ts";

/** Words for hardware and libraries, and the backends that compute there. */
export const backendSynonyms: Readonly<Record<string, readonly Backend[]>> = {
  gpu: ["auto", "cuda", "tensorflow", "webgpu"],
  nvidia: ["cuda", "tensorflow"],
  "cuda:0": ["cuda"],
  metal: ["webgpu"],
  mps: ["webgpu"],
  vulkan: ["webgpu"],
  rocm: ["webgpu"],
  amd: ["webgpu"],
  onnx: ["ort"],
  onnxruntime: ["ort"],
  tf: ["tensorflow"],
  xla: ["tensorflow"],
  eager: ["cpu", "tensorflow-eager", "webgpu-eager"],
  tfjs: ["cpu", "wasm"],
};
