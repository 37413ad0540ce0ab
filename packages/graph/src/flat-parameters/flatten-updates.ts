import { sizeOf } from "@tweedie/core";
import { input, reshape, sliceAxis } from "../ir/build.ts";
import { type Graph, substitute } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import type { FlatParameter, WeightNames } from "./flat-parameter.ts";
import { groupUpdates } from "./group-updates.ts";
import { readFlatInputs } from "./read-flat-inputs.ts";
import { createVectorizer, sizeOfAll } from "./vectorize.ts";

export interface FlattenedGraph {
  readonly graph: Graph;
  /** The flat parameters that the graph reads or updates, by name. */
  readonly flatParameters: Readonly<Record<string, FlatParameter>>;
}

/**
 * Horizontal fusion of updates: `w_i' = f(w_i, g_i) -> w' = f(w, concat(g_1, g_2, ...))` for weights `w_i` with the same
 * update rule `f`. The eight ops of an optimiser for each weight become eight ops in total.
 *
 * Weights, moments and averages for which `mayFlatten` returns true become flat parameters, and only gradients are
 * concatenated. A new weight that the step goes on to use is a slice of the new vector.
 */
export function flattenUpdates(
  graph: Graph,
  weights: readonly string[],
  names: WeightNames,
  mayFlatten: (parameter: FlatParameter) => boolean,
): FlattenedGraph {
  const { flatParameters, nameOf } = createFlatParameters(mayFlatten);
  const weightOf = new Map(weights.map((name) => [names.input(name), name]));
  const vectorize = createVectorizer((nodes) => {
    const members = nodes.map((node) => (node.op === "Input" ? weightOf.get(node.attrs.name) : undefined));
    const name = members.every((member) => member !== undefined) ? nameOf(members) : undefined;
    return name === undefined ? undefined : input(names.input(name), [sizeOfAll(nodes)]);
  });

  const updates = weights.flatMap((name) => {
    const result = graph[names.result(name)];
    return result ? [[name, result] as const] : [];
  });
  const results: Record<string, Node> = {};
  const slices = new Map<Node, Node>();
  const flattened = new Set<string>();
  for (const group of groupUpdates(Object.fromEntries(updates))) {
    const flatName = nameOf(Object.keys(group));
    if (flatName === undefined) continue;
    const vector = vectorize(Object.values(group));
    results[names.result(flatName)] = vector;
    let begin = 0;
    for (const [name, node] of Object.entries(group)) {
      const size = sizeOf(node.shape);
      flattened.add(names.result(name));
      slices.set(node, reshape(sliceAxis(vector, 0, begin, size), node.shape));
      begin += size;
    }
  }
  const kept = Object.entries(graph).filter(([name]) => !flattened.has(name));
  const substituted = substitute({ ...Object.fromEntries(kept), ...results }, slices);
  return { graph: readFlatInputs(substituted, flatParameters, names), flatParameters };
}

/** Names the flat parameters, `flat.0`, `flat.1`, ..., as they are requested; undefined where `mayFlatten` refuses. */
function createFlatParameters(mayFlatten: (parameter: FlatParameter) => boolean) {
  const flatParameters: Record<string, FlatParameter> = {};
  const known = new Map<string, string | undefined>();
  const nameOf = (parameter: FlatParameter): string | undefined => {
    const key = JSON.stringify(parameter);
    if (!known.has(key)) {
      const name = mayFlatten(parameter) ? `flat.${Object.keys(flatParameters).length}` : undefined;
      if (name !== undefined) flatParameters[name] = parameter;
      known.set(key, name);
    }
    return known.get(key);
  };
  return { flatParameters, nameOf };
}
