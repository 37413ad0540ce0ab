import { type Node, withInputs } from "./node.ts";

/** A graph: its results by name. It consists of exactly the nodes that these depend on. */
export type Graph = Readonly<Record<string, Node>>;

/** Nodes of a graph in topological order: each follows its inputs, or the nodes that `inputsOf` returns for it. */
export function nodesOf(graph: Graph, inputsOf: (node: Node) => readonly Node[] = ({ inputs }) => inputs): Node[] {
  const order: Node[] = [];
  const visited = new Set<Node>();
  // An explicit stack: the graph of a training step is deeper than the call stack allows.
  const stack: { node: Node; inputs: readonly Node[]; next: number }[] = [];
  const enter = (node: Node) => {
    if (visited.has(node)) return;
    visited.add(node);
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
 * Replaces every node, inputs first, by the node that the rule returns.
 *
 * @param rule Receives the node with its inputs already replaced, and the original node.
 */
export function rewrite(graph: Graph, rule: (node: Node, original: Node) => Node): Graph {
  const replaced = new Map<Node, Node>();
  for (const node of nodesOf(graph)) replaced.set(node, rule(withReplacedInputs(node, replaced), node));
  return mapGraph(graph, (node) => replaced.get(node)!);
}

/** Replaces some nodes by others. A substitute may depend on the inputs of the node that it replaces, and on other replaced nodes. */
export function substitute(graph: Graph, substitutes: ReadonlyMap<Node, Node>): Graph {
  const replaced = new Map<Node, Node>();
  const inputsOf = (node: Node) => (substitutes.has(node) ? [substitutes.get(node)!] : node.inputs);
  for (const node of nodesOf(graph, inputsOf)) {
    const substitute = substitutes.get(node);
    replaced.set(node, substitute ? replaced.get(substitute)! : withReplacedInputs(node, replaced));
  }
  return mapGraph(graph, (node) => replaced.get(node)!);
}

/** The node with replaced inputs, or the same node where none of them was replaced. */
function withReplacedInputs(node: Node, replaced: ReadonlyMap<Node, Node>): Node {
  const inputs = node.inputs.map((input) => replaced.get(input)!);
  return inputs.every((input, i) => input === node.inputs[i]) ? node : withInputs(node, inputs);
}

/** Maps each result, keeping its name. */
export const mapGraph = <T>(graph: Graph, map: (node: Node) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(graph).map(([name, node]) => [name, map(node)]));
