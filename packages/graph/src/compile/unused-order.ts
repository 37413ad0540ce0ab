import { after } from "../ir/build.ts";
import { type Graph, nodesOf, rewrite } from "../ir/graph.ts";

/** Removes from `After` the values that nothing else uses, so that no value is computed only to follow it. */
export function dropUnusedOrder(graph: Graph): Graph {
  const used = new Set(nodesOf(graph, ({ op, inputs }) => (op === "After" ? inputs.slice(0, 1) : inputs)));
  return rewrite(graph, (node, original) => {
    if (node.op !== "After") return node;
    const [x, ...others] = node.inputs;
    return after(x!, others.filter((_, i) => used.has(original.inputs[i + 1]!))); // prettier-ignore
  });
}
