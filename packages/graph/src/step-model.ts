import { sizeOf } from "@tweedie/core";
import { compilerDigest, graphDigest } from "./cache/graph-digest.ts";
import type { ModelCache } from "./cache/model-cache.ts";
import { type CompileOptions, simplifyStep, type StepGraph, traceStep } from "./compile.ts";
import type { StepFunction } from "./executor.ts";
import { type Graph, nodesOf } from "./ir/graph.ts";
import type { Shape } from "./ir/tensor-type.ts";
import { writeModel } from "./onnx/model.ts";

/** A step as ONNX Runtime takes it, with the names of what goes in and out. */
export interface StepModel extends Omit<StepGraph, "graph"> {
  readonly model: Uint8Array;
  /** Of all values that it computes on the way. */
  readonly bytes: number;
}

/** Bytes of all values of a graph. */
export const bytesOf = (graph: Graph): number =>
  nodesOf(graph).reduce((sum, { shape }) => sum + Float32Array.BYTES_PER_ELEMENT * sizeOf(shape), 0);

/**
 * Compiles a step to a model, or takes the one that was made of the same trace before.
 *
 * The step is traced in any case: what it computes is not known before.
 */
export function stepModel(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  { cache, ...options }: CompileOptions & { readonly cache?: ModelCache | undefined },
): StepModel {
  const traced = traceStep(step, weights, draws);
  const key = cache && `${graphDigest(traced.graph)}-${options.block ?? 1}-${compilerDigest().slice(0, 16)}`;
  const known = key === undefined ? undefined : cache!.read(key);
  if (known && Object.values(known.packs).every((pack) => options.mayPack?.(pack))) return known;
  const { graph, ...names } = simplifyStep(traced, weights, options);
  const made = { ...names, model: writeModel(graph), bytes: bytesOf(graph) };
  if (key !== undefined) cache!.write(key, made);
  return made;
}
