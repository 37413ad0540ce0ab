import type { normalizationOps } from "../../ir/ops/normalization.ts";
import type { Operand } from "../../onnx/writer.ts";
import type { Lowerings } from "../lowering.ts";
import { layerNormalization } from "./layer-normalization.ts";

export const normalizationLowerings: Lowerings<keyof typeof normalizationOps> = {
  LayerNorm: (writer, [x], attrs) => layerNormalization(writer, x!, attrs)[0]!,
  // Written out: not all runtimes compute the third result of LayerNormalization.
  LayerNormScale: (writer, [x], { epsilon }) => {
    const rowMean = (value: string | Operand) =>
      writer.node("ReduceMean", [value, writer.int64([-1])], { keepdims: 1 });
    const centred = writer.node("Sub", [x!, rowMean(x!)]);
    const variance = rowMean(writer.node("Mul", [centred, centred]));
    const deviation = writer.node("Sqrt", [writer.node("Add", [variance, writer.scalar(epsilon, x!.dtype)])]);
    return writer.node("Reciprocal", [deviation]);
  },
};
