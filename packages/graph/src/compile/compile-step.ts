import { TweedieError } from "@tweedie/core";
import { checkUpdate, stepName } from "../executor/checks.ts";
import type { StepFunction } from "../executor/executor.ts";
import type { FlatParameter } from "../flat-parameters/flat-parameter.ts";
import { flattenUpdates } from "../flat-parameters/flatten-updates.ts";
import { cast } from "../ir/build.ts";
import { type Graph, nodesOf } from "../ir/graph.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { canonicalize, optimize } from "../passes/optimize.ts";
import type { Passes } from "../targets/target.ts";
import { trace } from "../trace/trace.ts";
import { dropUnusedOrder } from "./unused-order.ts";
import { nextWeight, stepOutput, weightInput } from "./value-names.ts";

/** A step as an optimised graph. Its inputs and results are float32. */
export interface StepGraph {
  readonly graph: Graph;
  /** Weights and flat parameters that the graph reads. */
  readonly weights: readonly string[];
  /** Inputs of the graph that are draws. */
  readonly drawInputs: readonly string[];
  /** Weights and flat parameters that the graph updates. */
  readonly updates: readonly string[];
  /** Members of each flat parameter. */
  readonly flatParameters: Readonly<Record<string, FlatParameter>>;
  readonly outputs: readonly string[];
}

export interface CompileOptions<Target extends Passes = Passes> {
  /** Runtime that the graph is optimised for. Default: the CPU, without the blocked layout. */
  readonly target?: Target | undefined;
  /** Returns true if the weights are stored as one flat parameter, or have now been moved into one. By default none are. */
  readonly mayFlatten?: (weights: FlatParameter) => boolean;
}

/** A recorded step: its graph, with updated weights and outputs as results, before optimisation. */
export interface TracedGraph {
  readonly graph: Graph;
  readonly outputs: readonly string[];
}

/**
 * Records a step.
 *
 * @throws TweedieError for a step without results, or an update that does not fit its weight.
 */
export function traceStep(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
): TracedGraph {
  const { state, outputs } = trace(step, weights, draws);
  if (Object.keys({ ...state, ...outputs }).length === 0) {
    throw new TweedieError({ where: stepName(step), what: "it updates no weight and has no output" });
  }
  for (const [name, node] of Object.entries(state)) checkUpdate(stepName(step), name, node, weights[name]);
  // A weight that the step returns as it received it is not updated.
  const updated = Object.entries(state).filter(
    ([name, { op, attrs }]) => op !== "Input" || attrs.name !== weightInput(name),
  );
  const graph = Object.fromEntries([
    ...updated.map(([name, node]) => [nextWeight(name), cast(node, "float32")] as const),
    ...Object.entries(outputs).map(([name, node]) => [stepOutput(name), cast(node, "float32")] as const),
  ]);
  return { graph: dropUnusedOrder(graph), outputs: Object.keys(outputs) };
}

/** Flattens the updates of a recorded step and optimises its graph. */
export function optimizeStep(
  traced: TracedGraph,
  weights: Readonly<Record<string, Shape>>,
  { mayFlatten = () => false, target }: CompileOptions = {},
): StepGraph {
  const names = { input: weightInput, result: nextWeight };
  const flattened = flattenUpdates(canonicalize(traced.graph), Object.keys(weights), names, mayFlatten);
  const { flatParameters } = flattened;
  const graph = optimize(flattened.graph, target);
  const read = new Set(nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : [])));
  const stored = [...Object.keys(weights), ...Object.keys(flatParameters)];
  const storedInputs = new Set(stored.map(weightInput));
  return {
    graph,
    drawInputs: [...read].filter((name) => !storedInputs.has(name)),
    weights: stored.filter((name) => read.has(weightInput(name))),
    updates: stored.filter((name) => nextWeight(name) in graph),
    flatParameters,
    outputs: traced.outputs,
  };
}

/** Records a step and optimises its graph. */
export const compileStep = (
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  options: CompileOptions = {},
): StepGraph => optimizeStep(traceStep(step, weights, draws), weights, options);
