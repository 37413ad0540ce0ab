import { sizeOf } from "@tweedie/core";
import { type Graph, nodesOf } from "../ir/graph.ts";
import { isElementwise, type Node } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";

/** Results by name that are made in the same way, each of its own weights, and none from another. */
export type UpdateGroup = Graph;

const isWeight = (node: Node): boolean => node.op === "Input";

/**
 * Sorts results that are elementwise functions of inputs of their own shape by what is done: Adam's moments, the weights that it moves, their averages.
 *
 * Those of one group could be computed as one vector: the student's weights, which depend on the fake score's new ones, are another group than these.
 */
export function updateGroups(graph: Graph): UpdateGroup[] {
  const results = new Set(Object.values(graph));
  const ids = new Map<Node, number>();
  const forms = new Map<Node, string>();
  const ranks = new Map<Node, number>();
  const known = new Map<string, number>();
  const shorten = (form: string): string => {
    if (!known.has(form)) known.set(form, known.size);
    return `#${known.get(form)}`;
  };
  for (const node of nodesOf(graph)) {
    ids.set(node, ids.size);
    const ranked = node.inputs.map((input) => ranks.get(input)! + (results.has(input) ? 1 : 0));
    ranks.set(node, Math.max(0, ...ranked));
    const form = formOf(node, (input) => (sizeOf(input.shape) === 1 ? `=${ids.get(input)}` : forms.get(input)));
    if (form !== undefined) forms.set(node, shorten(form));
  }
  const groups = new Map<string, Record<string, Node>>();
  const taken = new Set<Node>();
  for (const [name, node] of Object.entries(graph)) {
    const form = forms.get(node);
    if (form === undefined || isWeight(node) || taken.has(node)) continue;
    taken.add(node);
    const key = `${form} at ${ranks.get(node)}`;
    groups.set(key, { ...groups.get(key), [name]: node });
  }
  return [...groups.values()].filter((group) => Object.keys(group).length > 1);
}

/** What a node does, if that is elementwise and begins with an input of its own shape. Where it begins with something else, anything will do. */
function formOf(node: Node, inputForm: (input: Node) => string | undefined): string | undefined {
  if (node.dtype !== "float32" || sizeOf(node.shape) === 1) return undefined;
  if (isWeight(node)) return "weight";
  if (!isElementwise(node)) return undefined;
  const whole = node.inputs.every(({ shape }) => sizeOf(shape) === 1 || sameShape(shape, node.shape));
  const isOwn = node.inputs.some((input) => sizeOf(input.shape) > 1 && inputForm(input) !== undefined);
  if (!whole || !isOwn) return undefined;
  return `${node.op}${JSON.stringify(node.attrs)}(${node.inputs.map((input) => inputForm(input) ?? "any").join()})`;
}
