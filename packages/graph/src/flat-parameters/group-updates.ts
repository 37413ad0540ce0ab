import { sizeOf } from "@tweedie/core";
import { type Graph, nodesOf } from "../ir/graph.ts";
import { isElementwise, type Node } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";

/** Results by name that have the same update rule and do not depend on each other. */
export type UpdateGroup = Graph;

/**
 * Most elements of a group: 16 MiB.
 *
 * An update holds about four vectors besides the weights. It begins when the gradients of its group are known, so in small groups it
 * needs less memory, and early ones run before the backward pass ends.
 */
const mostElements = 2 ** 22;

const isWeight = (node: Node): boolean => node.op === "Input";

/**
 * Groups results by their update rule: the elementwise ops that compute them from inputs of their own shape, such as Adam's
 * moments, the weights, their averages.
 *
 * A group has at least two results, which can be computed as one vector. Results that depend on other results are not in
 * the same group: the student's weights depend on the new weights of the fake score.
 */
export function groupUpdates(graph: Graph): UpdateGroup[] {
  const { formOf, depthOf } = analyse(graph);
  const groups = new Map<string, Record<string, Node>>();
  const grouped = new Set<Node>();
  for (const [name, node] of Object.entries(graph)) {
    const form = formOf(node);
    if (form === undefined || isWeight(node) || grouped.has(node)) continue;
    grouped.add(node);
    const key = `${form} at ${depthOf(node)}`;
    groups.set(key, { ...groups.get(key), [name]: node });
  }
  return [...groups.values()].flatMap(split).filter((group) => Object.keys(group).length > 1);
}

/** Splits a group into groups of consecutive results of at most `mostElements`. A larger result has a group of its own. */
function split(group: UpdateGroup): readonly UpdateGroup[] {
  const parts: Record<string, Node>[] = [];
  let elements = Infinity;
  for (const [name, node] of Object.entries(group)) {
    elements += sizeOf(node.shape);
    if (elements > mostElements) {
      parts.push({});
      elements = sizeOf(node.shape);
    }
    parts.at(-1)![name] = node;
  }
  return parts;
}

interface Analysis {
  /** Id of the expression that computes a value; equal for isomorphic expressions. */
  formOf(node: Node): string | undefined;
  /** Length of the longest chain of results that a value depends on. */
  depthOf(node: Node): number;
}

function analyse(graph: Graph): Analysis {
  const results = new Set(Object.values(graph));
  const ids = new Map<Node, number>();
  const forms = new Map<Node, string>();
  const depths = new Map<Node, number>();
  const formIds = new Map<string, number>();
  const idOfForm = (form: string): string => {
    if (!formIds.has(form)) formIds.set(form, formIds.size);
    return `#${formIds.get(form)}`;
  };
  for (const node of nodesOf(graph)) {
    ids.set(node, ids.size);
    const inputDepths = node.inputs.map((input) => depths.get(input)! + (results.has(input) ? 1 : 0));
    depths.set(node, Math.max(0, ...inputDepths));
    const form = describe(node, (input) => (sizeOf(input.shape) === 1 ? `=${ids.get(input)}` : forms.get(input)));
    if (form !== undefined) forms.set(node, idOfForm(form));
  }
  return { formOf: (node) => forms.get(node), depthOf: (node) => depths.get(node)! };
}

/**
 * The op and the forms of its inputs as text, equal for isomorphic expressions. Undefined unless the op is elementwise and an
 * input of its own shape has a form. Inputs without a form, such as gradients, all match each other.
 */
function describe(node: Node, inputForm: (input: Node) => string | undefined): string | undefined {
  if (node.dtype !== "float32" || sizeOf(node.shape) === 1) return undefined;
  if (isWeight(node)) return "weight";
  if (!isElementwise(node)) return undefined;
  const isWhole = node.inputs.every(({ shape }) => sizeOf(shape) === 1 || sameShape(shape, node.shape));
  const hasForm = node.inputs.some((input) => sizeOf(input.shape) > 1 && inputForm(input) !== undefined);
  if (!isWhole || !hasForm) return undefined;
  return `${node.op}${JSON.stringify(node.attrs)}(${node.inputs.map((input) => inputForm(input) ?? "any").join()})`;
}
