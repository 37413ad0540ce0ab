import { portableTarget } from "./portable.ts";
import type { Target } from "./target.ts";

/** ONNX Runtime's CUDA provider, which has the standard ops and no fusions of the CPU's. */
export const cudaTarget: Target = { ...portableTarget, name: "cuda" };
