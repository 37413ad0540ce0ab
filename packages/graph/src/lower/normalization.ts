import type { normalizationOps } from "../ir/ops/normalization.ts";
import type { OnnxWriter, Operand } from "../onnx/writer.ts";
import type { Lowerings } from "./lowering.ts";

/** Result of ONNX's LayerNormalization: 0 is the normalised value, 1 the mean, 2 the inverse standard deviation. */
function layerNormResult(writer: OnnxWriter, x: Operand, { epsilon }: { epsilon: number }, index: 0 | 2): string {
  const extent = x.shape.at(-1)!;
  const scale = writer.constant(new Array<number>(extent).fill(1), { shape: [extent], dtype: x.dtype });
  return writer.results(3, "LayerNormalization", [x, scale], { axis: -1, epsilon })[index]!;
}

export const normalizationLowerings: Lowerings<keyof typeof normalizationOps> = {
  LayerNorm: (writer, [x], attrs) => layerNormResult(writer, x!, attrs, 0),
  LayerNormScale: (writer, [x], attrs) => layerNormResult(writer, x!, attrs, 2),
  GatedAdd: (writer, inputs) => {
    const [x, y, gate] = inputs as [Operand, Operand, Operand];
    return writer.portable
      ? writer.node("Add", [x, writer.node("Mul", [y, gate])])
      : writer.node("GatedAdd", inputs, {}, "com.microsoft");
  },
};
