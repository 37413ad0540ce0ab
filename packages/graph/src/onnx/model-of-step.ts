import { mapParams, type NDArrays, TweedieError } from "@tweedie/core";
import { stepName } from "../check.ts";
import { compileStep, shownOutput } from "../compile.ts";
import type { StepFunction } from "../executor.ts";
import type { ExportOptions } from "../export-model.ts";
import { input } from "../ir/build.ts";
import { rewrite } from "../ir/graph.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { anyBatch } from "./any-batch.ts";
import { modelOf } from "./model.ts";
import type { ModelProto } from "./proto.ts";

/** Sizes that no other extent is likely to have, so that nothing in a model coincides by chance. */
const sizes = [1_009, 1_013] as const;

/** A step that changes nothing as one model of standard ops, for one size of the batch or for any. */
export function modelOfStep(step: StepFunction, { weights, inputs }: ExportOptions): ModelProto {
  const at = (batch: number) => ({
    batch,
    model: traceModel(
      step,
      weights,
      mapParams(inputs, (shape) => shape.map((extent) => (extent === "batch" ? batch : extent))),
    ),
  });
  if (!Object.values(inputs).some((shape) => shape.includes("batch"))) return at(sizes[0]).model;
  const model = anyBatch([at(sizes[0]), at(sizes[1])]);
  if (model) return model;
  const what = "it does not do the same for every size of the batch";
  throw new TweedieError({ where: stepName(step), what, fix: "export it for one size" });
}

function traceModel(step: StepFunction, weights: NDArrays, inputs: Readonly<Record<string, Shape>>): ModelProto {
  const where = stepName(step);
  const shapes = mapParams(weights, ({ shape }) => shape);
  const { graph, updates, shown } = compileStep(step, shapes, inputs);
  if (updates.length > 0) throw new TweedieError({ where, what: `it changes weights (${updates.join(", ")})` });
  const names = [...Object.keys(weights), ...Object.keys(inputs), ...shown];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice)
    throw new TweedieError({ where, what: `'${twice}' is the name of two of its weights, inputs and outputs` });
  const named = rewrite(graph, (node) =>
    node.op === "Input" ? input(node.attrs.name.replace(/^(state|draw)\//, ""), node.shape) : node,
  );
  const outputs = Object.fromEntries(shown.map((name) => [name, named[shownOutput(name)]!]));
  return modelOf(outputs, { portable: true, weights });
}
