import type { BatchMatMulAttrs } from "@tensorflow/tfjs-core";
import { cast, matMul } from "../ir/build.ts";
import { addBiasAndActivation, type FusedAttrs, type FusedInputs } from "./activation.ts";
import { type Binary, float } from "./operands.ts";

/** Matrix products. */
export const matmulKernels = {
  BatchMatMul: ({ a, b }: Binary, { transposeA, transposeB }: BatchMatMulAttrs) =>
    cast(matMul(float(a), float(b), transposeA, transposeB), a.dtype),
  _FusedMatMul: ({ a, b, ...rest }: Binary & FusedInputs, attrs: BatchMatMulAttrs & FusedAttrs) =>
    addBiasAndActivation(matMul(float(a), float(b), attrs.transposeA, attrs.transposeB), rest, attrs),
};
