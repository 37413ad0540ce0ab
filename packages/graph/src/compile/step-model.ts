import { sizeOf } from "@tweedie/core";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Shape, TensorType } from "../ir/tensor-type.ts";
import { lowerGraph } from "../lower/lower-graph.ts";
import { inPlaceUpdates } from "../onnx/in-place.ts";
import { orderUpdates } from "../onnx/order-updates.ts";
import type { Target } from "../targets/target.ts";
import { encodeModel } from "../onnx/proto.ts";
import { nextWeight, weightInput } from "./value-names.ts";
import { type CompileOptions, optimizeStep, type StepGraph, type TracedGraph } from "./compile-step.ts";

/** A step as bytes in the format of its runtime, with the names of its inputs, updates and outputs. */
export interface StepModel extends Omit<StepGraph, "graph"> {
  readonly model: Uint8Array;
  /** Updates whose next value may be written to the memory of the current one. */
  readonly inPlace: readonly string[];
  /** Total size in bytes of all values that the model computes. */
  readonly bytes: number;
  /** Most iterations of a run, if the model runs several: its draws and outputs are then stacked along them. */
  readonly most?: number;
}

/** Total size in bytes of values. */
export const bytesOf = (values: readonly TensorType[]): number =>
  values.reduce((sum, { shape }) => sum + Float32Array.BYTES_PER_ELEMENT * sizeOf(shape), 0);

/** Total size in bytes of all values of a graph. */
export const bytesOfValues = (graph: Graph): number => bytesOf(nodesOf(graph));

/** Optimises a recorded step and lowers it to ONNX. */
export function compileModel(
  traced: TracedGraph,
  weights: Readonly<Record<string, Shape>>,
  options: CompileOptions<Target>,
): StepModel {
  const { graph, ...names } = optimizeStep(traced, weights, options);
  const lowered = lowerGraph(graph, options.target);
  const updates = names.updates.map((weight) => ({
    weight,
    input: weightInput(weight),
    output: nextWeight(weight),
    overlapping: overlappingWeights(weight, names.flatParameters).map(weightInput),
  }));
  const model = options.target?.updatesInPlace ? orderUpdates(lowered, updates) : lowered;
  const inPlace = inPlaceUpdates(model, updates).map(({ weight }) => weight);
  return { ...names, inPlace, model: encodeModel(model), bytes: bytesOfValues(graph) };
}

/** The members of a flat parameter, or the flat parameters of which a weight is a member. */
const overlappingWeights = (weight: string, flatParameters: StepGraph["flatParameters"]): readonly string[] =>
  flatParameters[weight] ?? Object.keys(flatParameters).filter((flat) => flatParameters[flat]!.includes(weight));
