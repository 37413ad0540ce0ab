import { mapParams, type NDArrays, TweedieError } from "@tweedie/core";
import { compileStep } from "../compile/compile-step.ts";
import { stepOutput } from "../compile/value-names.ts";
import { stepName } from "../executor/checks.ts";
import type { StepFunction } from "../executor/executor.ts";
import { input } from "../ir/build.ts";
import { rewrite } from "../ir/graph.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import type { ModelProto } from "../onnx/proto.ts";
import { portableTarget } from "../targets/portable.ts";
import { mergeBatchSizes } from "./merge-batch-sizes.ts";

export interface ExportOptions {
  /** Weights, which are written into the file under their names. */
  readonly weights: NDArrays;
  /** Shapes of the inputs. The extent `batch` is dynamic in the file. */
  readonly inputs: Readonly<Record<string, readonly (number | "batch")[]>>;
}

/** Batch sizes to trace: large primes, unlikely to equal another extent by chance. */
const batchSizes = [1_009, 1_013] as const;

/** Lowers a step that updates no weights to a model of standard ops, with a fixed or a dynamic batch size. */
export function exportStep(step: StepFunction, { weights, inputs }: ExportOptions): ModelProto {
  const withBatch = (batch: number) => ({
    batch,
    model: lowerStep(
      step,
      weights,
      mapParams(inputs, (shape) => shape.map((extent) => (extent === "batch" ? batch : extent))),
    ),
  });
  if (!Object.values(inputs).some((shape) => shape.includes("batch"))) return withBatch(batchSizes[0]).model;
  const model = mergeBatchSizes([withBatch(batchSizes[0]), withBatch(batchSizes[1])]);
  if (model) return model;
  const what = "its computation depends on the batch size in more than shapes";
  throw new TweedieError({ where: stepName(step), what, fix: "export it for one batch size" });
}

function lowerStep(step: StepFunction, weights: NDArrays, inputs: Readonly<Record<string, Shape>>): ModelProto {
  const where = stepName(step);
  const shapes = mapParams(weights, ({ shape }) => shape);
  const { graph, updates, outputs } = compileStep(step, shapes, inputs, { target: portableTarget });
  if (updates.length > 0) throw new TweedieError({ where, what: `it updates weights (${updates.join(", ")})` });
  const names = [...Object.keys(weights), ...Object.keys(inputs), ...outputs];
  const duplicate = names.find((name, i) => names.indexOf(name) < i);
  if (duplicate)
    throw new TweedieError({ where, what: `two of its weights, inputs and outputs have the name '${duplicate}'` });
  const renamed = rewrite(graph, (node) =>
    node.op === "Input" ? input(node.attrs.name.replace(/^(state|draw)\//, ""), node.shape) : node,
  );
  const results = Object.fromEntries(outputs.map((name) => [name, renamed[stepOutput(name)]!]));
  return lowerGraph(results, portableTarget, weights);
}
