import { TweedieError } from "@tweedie/core";
import { checkUpdate, stepName } from "./check.ts";
import type { StepFunction } from "./executor.ts";
import { cast } from "./ir/build.ts";
import { type Graph, nodesOf } from "./ir/graph.ts";
import type { Shape } from "./ir/tensor-type.ts";
import { optimize, type PassName } from "./passes/passes.ts";
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
  readonly shown: readonly string[];
}

/** Traces a step and simplifies what it recorded, by all passes or all but one. */
export function compileStep(
  step: StepFunction,
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
  { without }: { readonly without?: PassName | undefined } = {},
): StepGraph {
  const { state, outputs } = trace(step, weights, draws);
  if (Object.keys({ ...state, ...outputs }).length === 0) {
    throw new TweedieError({ where: stepName(step), what: "it changes no weight and shows nothing" });
  }
  for (const [name, node] of Object.entries(state)) checkUpdate(stepName(step), name, node, weights[name]);
  // A weight that the step hands back as it was is not changed.
  const changed = Object.entries(state).filter(
    ([name, { op, attrs }]) => op !== "Input" || attrs.name !== weightInput(name),
  );
  const graph = optimize(
    Object.fromEntries([
      ...changed.map(([name, node]) => [nextWeight(name), cast(node, "float32")] as const),
      ...Object.entries(outputs).map(([name, node]) => [shownOutput(name), cast(node, "float32")] as const),
    ]),
    without,
  );
  const read = new Set(nodesOf(graph).flatMap(({ op, attrs }) => (op === "Input" ? [attrs.name] : [])));
  return {
    graph,
    weights: Object.keys(weights).filter((name) => read.has(weightInput(name))),
    updates: changed.map(([name]) => name),
    shown: Object.keys(outputs),
  };
}
