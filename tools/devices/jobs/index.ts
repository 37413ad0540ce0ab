import type { Job } from "../job.ts";
import { cudaLoader, cudaLoop } from "./cuda.ts";
import { tensorflow } from "./tensorflow.ts";
import { webgpu } from "./webgpu.ts";

/** All jobs, in the order in which they run. A target has one file in this folder. */
export const jobs: readonly Job[] = [webgpu, tensorflow, cudaLoop, cudaLoader];
