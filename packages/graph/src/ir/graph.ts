import { type Node, withInputs } from "./node.ts";

/** Named results. What they are made from is the graph; what they do not need is not in it. */
export type Graph = Readonly<Record<string, Node>>;

/** All nodes of a graph, each after its inputs, or after what `inputsOf` has for them. */
export function nodesOf(graph: Graph, inputsOf: (node: Node) => readonly Node[] = ({ inputs }) => inputs): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  // A stack of our own: a training step is deeper than the call stack.
  const stack: { node: Node; inputs: readonly Node[]; next: number }[] = [];
  const enter = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, inputs: inputsOf(node), next: 0 });
  };
  for (const result of Object.values(graph)) {
    enter(result);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const input = top.inputs[top.next++];
      if (input) enter(input);
      else order.push(stack.pop()!.node);
    }
  }
  return order;
}

/**
 * Replaces every node, inputs first, by what the rule makes of it.
 *
 * The rule is given the node on its replaced inputs, and the node as it stands in the graph.
 */
export function rewrite(graph: Graph, rule: (node: Node, original: Node) => Node): Graph {
  const replaced = new Map<Node, Node>();
  for (const node of nodesOf(graph)) replaced.set(node, rule(rebuilt(node, replaced), node));
  return mapGraph(graph, (node) => replaced.get(node)!);
}

/** Puts others in the place of some nodes. They may be made of what these are made of, and of each other. */
export function substitute(graph: Graph, substitutes: ReadonlyMap<Node, Node>): Graph {
  const replaced = new Map<Node, Node>();
  const inputsOf = (node: Node) => (substitutes.has(node) ? [substitutes.get(node)!] : node.inputs);
  for (const node of nodesOf(graph, inputsOf)) {
    const substitute = substitutes.get(node);
    replaced.set(node, substitute ? replaced.get(substitute)! : rebuilt(node, replaced));
  }
  return mapGraph(graph, (node) => replaced.get(node)!);
}

/** The node on replaced inputs, and itself where they are the same. */
function rebuilt(node: Node, replaced: ReadonlyMap<Node, Node>): Node {
  const inputs = node.inputs.map((input) => replaced.get(input)!);
  return inputs.every((input, i) => input === node.inputs[i]) ? node : withInputs(node, inputs);
}

/** Something for each result, under its name. */
export const mapGraph = <T>(graph: Graph, map: (node: Node) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(graph).map(([name, node]) => [name, map(node)]));
