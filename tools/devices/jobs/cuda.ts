import { fileURLToPath } from "node:url";
import { runChild } from "../child.ts";
import { checkLoader } from "../cuda/loader.ts";
import type { Job } from "../job.ts";

const script = fileURLToPath(new URL("cuda-loop-process.ts", import.meta.url));

/** The models of the CUDA provider, loops of several iterations, on the CPU provider. */
export const cudaLoop: Job = { name: "cuda-loop", run: () => runChild(script, {}, 600) };

/** The libraries of the CUDA provider, on a stand-in for NVIDIA's driver. */
export const cudaLoader: Job = { name: "cuda-loader", run: () => checkLoader() };
