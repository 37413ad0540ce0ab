import { broadcastShapes } from "../tensor-type.ts";
import type { OpDefinition } from "./op-definition.ts";

export interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Scalar factor of the product. */
  readonly alpha: number;
}

/**
 * Matrix product `alpha a b`, or `alpha a b + c`, over the last two axes.
 *
 * Leading axes are batch axes and broadcast. `c` broadcasts to the result and is allowed for 2-D products only.
 */
const matMul: OpDefinition<MatMulAttrs> = {
  infer: ([a, b], { transposeA, transposeB }) => {
    const [m, k] = a!.shape.slice(-2) as [number, number];
    const [l, n] = b!.shape.slice(-2) as [number, number];
    const batch = broadcastShapes(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    if ((transposeA ? m : k) !== (transposeB ? n : l)) {
      throw new Error(`MatMul of [${a!.shape.join()}] and [${b!.shape.join()}]: the inner extents differ`);
    }
    return { shape: [...batch, transposeA ? k : m, transposeB ? l : n], dtype: a!.dtype };
  },
};

export const matmulOps = { MatMul: matMul };
