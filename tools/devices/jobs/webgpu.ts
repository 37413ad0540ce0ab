import { fileURLToPath } from "node:url";
import { runChild } from "../child.ts";
import type { Job } from "../job.ts";
import { softwareVulkan } from "../vulkan/provide.ts";

const script = fileURLToPath(new URL("webgpu-process.ts", import.meta.url));

/** ONNX Runtime's WebGPU provider on a software implementation of Vulkan, also where the machine has a GPU. */
export const webgpu: Job = {
  name: "webgpu",
  run: async () => runChild(script, await softwareVulkan(), 900),
};
