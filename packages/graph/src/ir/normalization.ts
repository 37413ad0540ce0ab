import type { OnnxWriter } from "../onnx/writer.ts";
import type { NoAttrs, Op, Operand } from "./op.ts";

interface LayerNormAttrs {
  readonly epsilon: number;
}

/** ONNX's op has three results: what is normalised, the mean, and what it was multiplied by. */
function layerNormResult(writer: OnnxWriter, x: Operand, { epsilon }: LayerNormAttrs, at: 0 | 2): string {
  const extent = x.shape.at(-1)!;
  const ones = writer.constant(new Array<number>(extent).fill(1), { shape: [extent], dtype: x.dtype });
  return writer.results(3, "LayerNormalization", [x, ones], { axis: -1, epsilon })[at]!;
}

/** `(x - mean(x)) / sqrt(var(x) + epsilon)` over the last axis. Ba et al., arXiv 1607.06450. */
const layerNorm: Op<LayerNormAttrs> = {
  infer: ([x]) => x!,
  onnx: (writer, [x], attrs) => layerNormResult(writer, x!, attrs, 0),
};

/** `1 / sqrt(var(x) + epsilon)` over the last axis, `[..., 1]`: the same pass over x gives it. */
const layerNormScale: Op<LayerNormAttrs> = {
  infer: ([x]) => ({ shape: x!.shape.with(-1, 1), dtype: x!.dtype }),
  onnx: (writer, [x], attrs) => layerNormResult(writer, x!, attrs, 2),
};

/** `x + y gate` with a gate `[..., 1]` for each row, in one pass. */
const gatedAdd: Op<NoAttrs> = {
  infer: ([x]) => x!,
  onnx: (writer, inputs) => {
    const [x, y, gate] = inputs as [Operand, Operand, Operand];
    return writer.portable
      ? writer.node("Add", [x, writer.node("Mul", [y, gate])])
      : writer.node("GatedAdd", inputs, {}, "com.microsoft");
  },
};

export const normalizationOps = { LayerNorm: layerNorm, LayerNormScale: layerNormScale, GatedAdd: gatedAdd };
