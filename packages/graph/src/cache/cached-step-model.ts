import { type CompileOptions, traceStep, type TracedGraph } from "../compile/compile-step.ts";
import type { StepModel } from "../compile/step-model.ts";
import type { StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { compilerDigest, graphDigest } from "./graph-digest.ts";
import type { Passes } from "../targets/target.ts";
import type { ModelCache } from "./model-cache.ts";

interface CacheOptions<Target extends Passes> extends CompileOptions<Target> {
  readonly target: Target;
  /** Optimises a recorded step and lowers it for the target. */
  readonly compile: (
    traced: TracedGraph,
    weights: Readonly<Record<string, Shape>>,
    options: CompileOptions<Target>,
  ) => StepModel;
  /** By default nothing is cached. */
  readonly cache?: ModelCache | undefined;
}

/** Compiles a step to a model, or reads the model of an equal trace from the cache. The step is traced in either case. */
export function cachedStepModel<Target extends Passes>(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  { cache, compile, ...options }: CacheOptions<Target>,
): StepModel {
  const traced = traceStep(step, weights, draws);
  if (!cache) return compile(traced, weights, options);
  const key = `${graphDigest(traced.graph)}-${options.target.name}-${compilerDigest().slice(0, 16)}`;
  const cached = cache.read(key);
  if (cached && Object.values(cached.flatParameters).every((weights) => options.mayFlatten?.(weights))) return cached;
  const model = compile(traced, weights, options);
  cache.write(key, model);
  return model;
}
