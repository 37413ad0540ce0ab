import type { LayerNormAttrs } from "../../ir/ops/normalization.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";

/** Results of ONNX's LayerNormalization over the last axis: the normalised value, the mean, and the inverse standard deviation. */
export function layerNormalization(
  writer: OnnxWriter,
  x: Operand,
  { epsilon }: LayerNormAttrs,
  count = 1,
): readonly string[] {
  const extent = x.shape.at(-1)!;
  const scale = writer.constant(new Array<number>(extent).fill(1), { shape: [extent], dtype: x.dtype });
  return writer.results(count, "LayerNormalization", [x, scale], { axis: -1, epsilon });
}
