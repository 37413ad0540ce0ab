import { TweedieError } from "@tweedie/core";
import { checkUpdate, stepName } from "./check.ts";
import type { StepFunction } from "./executor.ts";
import { cast } from "./ir/build.ts";
import { type Graph, nodesOf } from "./ir/graph.ts";
import type { Shape } from "./ir/tensor-type.ts";
import { type Pack, packUpdates } from "./packs/pack-updates.ts";
import { optimize, type OptimizeOptions, unify } from "./passes/passes.ts";
import { trace, weightInput } from "./trace/trace.ts";

export { drawInput, weightInput } from "./trace/trace.ts";

/** Names of the graph's results: a weight's next value, and what the step shows. */
export const nextWeight = (name: string): string => `next/${name}`;
export const shownOutput = (name: string): string => `output/${name}`;

/** A step as one graph, all of it float32 at the edges. */
export interface StepGraph {
  readonly graph: Graph;
  /** The weights that the graph reads. */
  readonly weights: readonly string[];
  /** The weights that it changes. */
  readonly updates: readonly string[];
  /** Weights that it reads or changes as one vector, by the name that the vector has among these. */
  readonly packs: Readonly<Record<string, Pack>>;
  readonly shown: readonly string[];
}

export interface CompileOptions extends OptimizeOptions {
  /** Whether these weights lie side by side, or do so from now on. Left out, none do. */
  readonly mayPack?: (pack: Pack) => boolean;
}

/** A step as it was recorded. */
export interface TracedGraph {
  /** Next values of the weights that it changes, and what it shows. */
  readonly graph: Graph;
  readonly shown: readonly string[];
}

/** Records a step, and checks what it gives. */
export function traceStep(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
): TracedGraph {
  const { state, outputs } = trace(step, weights, draws);
  if (Object.keys({ ...state, ...outputs }).length === 0) {
    throw new TweedieError({ where: stepName(step), what: "it changes no weight and shows nothing" });
  }
  for (const [name, node] of Object.entries(state)) checkUpdate(stepName(step), name, node, weights[name]);
  // A weight that the step hands back as it was is not changed.
  const changed = Object.entries(state).filter(
    ([name, { op, attrs }]) => op !== "Input" || attrs.name !== weightInput(name),
  );
  const graph = Object.fromEntries([
    ...changed.map(([name, node]) => [nextWeight(name), cast(node, "float32")] as const),
    ...Object.entries(outputs).map(([name, node]) => [shownOutput(name), cast(node, "float32")] as const),
  ]);
  return { graph, shown: Object.keys(outputs) };
}

/** Packs the updates of what was recorded of a step, and simplifies it. */
export function simplifyStep(
  traced: TracedGraph,
  weights: Readonly<Record<string, Shape>>,
  { mayPack = () => false, ...options }: CompileOptions = {},
): StepGraph {
  const names = { input: weightInput, result: nextWeight };
  const { graph: packed, packs } = packUpdates(unify(traced.graph), Object.keys(weights), names, mayPack);
  const graph = optimize(packed, options);
  const read = new Set(nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : [])));
  const stored = [...Object.keys(weights), ...Object.keys(packs)];
  return {
    graph,
    weights: stored.filter((name) => read.has(weightInput(name))),
    updates: stored.filter((name) => nextWeight(name) in graph),
    packs,
    shown: traced.shown,
  };
}

/** Traces a step and simplifies what it recorded. */
export const compileStep = (
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  options: CompileOptions = {},
): StepGraph => simplifyStep(traceStep(step, weights, draws), weights, options);
