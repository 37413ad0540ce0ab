import { sizeOf } from "@tweedie/core";
import { concat, input, reshape, sliceAxis } from "../ir/build.ts";
import { type Graph, substitute } from "../ir/graph.ts";
import { isElementwise, type Node, withInputs } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";
import { readPacks } from "./read-packs.ts";
import { updateGroups } from "./update-groups.ts";

/** Weights that lie side by side in memory, in this order: one vector. */
export type Pack = readonly string[];

/** How a graph calls weights and packs: as inputs, and their next values as results. */
export interface WeightNames {
  input(weight: string): string;
  result(weight: string): string;
}

export interface PackedGraph {
  readonly graph: Graph;
  /** Those that are read or written, by name. */
  readonly packs: Readonly<Record<string, Pack>>;
}

/**
 * Computes updates that are alike as one vector: an optimiser's eight ops for each weight become eight ops in all.
 *
 * Only gradients are joined, and new weights taken apart where the step goes on with them; weights, moments and averages
 * are packs, if `mayPack` has them.
 */
export function packUpdates(
  graph: Graph,
  weights: readonly string[],
  names: WeightNames,
  mayPack: (pack: Pack) => boolean,
): PackedGraph {
  const packs: Record<string, Pack> = {};
  const known = new Map<string, string | undefined>();
  /** The name of a pack, where there may be one. */
  const packOf = (pack: Pack): string | undefined => {
    const key = JSON.stringify(pack);
    if (!known.has(key)) {
      const name = mayPack(pack) ? `pack.${Object.keys(packs).length}` : undefined;
      if (name !== undefined) packs[name] = pack;
      known.set(key, name);
    }
    return known.get(key);
  };
  const weightOf = new Map(weights.map((name) => [names.input(name), name]));
  const joined = joiner((nodes) => {
    const members = nodes.map((node) => (node.op === "Input" ? weightOf.get(node.attrs.name) : undefined));
    const pack = members.every((name) => name !== undefined) ? packOf(members) : undefined;
    return pack === undefined ? undefined : input(names.input(pack), [sizeOfAll(nodes)]);
  });

  const updates = Object.fromEntries(weights.flatMap((name) => (graph[names.result(name)] ? [[name, graph[names.result(name)]!]] : []))); // prettier-ignore
  const results: Record<string, Node> = {};
  const parts = new Map<Node, Node>();
  const packed = new Set<string>();
  for (const group of updateGroups(updates)) {
    const pack = packOf(Object.keys(group));
    if (pack === undefined) continue;
    const vector = joined(Object.values(group));
    results[names.result(pack)] = vector;
    let begin = 0;
    for (const [name, node] of Object.entries(group)) {
      const size = sizeOf(node.shape);
      packed.add(names.result(name));
      parts.set(node, reshape(sliceAxis(vector, 0, begin, size), node.shape));
      begin += size;
    }
  }
  const kept = Object.entries(graph).filter(([name]) => !packed.has(name));
  return { graph: readPacks(substitute({ ...Object.fromEntries(kept), ...results }, parts), packs, names), packs };
}

/** A function that makes one vector of several values, by ops on vectors as far as these are alike. */
function joiner(inputPack: (inputs: readonly Node[]) => Node | undefined): (nodes: readonly Node[]) => Node {
  const known = new Map<string, Node>();
  const ids = new Map<Node, number>();
  const idOf = (node: Node): number => ids.get(node) ?? ids.set(node, ids.size).get(node)!;
  const joined = (nodes: readonly Node[]): Node => {
    const key = nodes.map(idOf).join();
    const vector = known.get(key) ?? sameOp(nodes, joined) ?? inputPack(nodes) ?? concat(nodes.map(flat), 0);
    known.set(key, vector);
    return vector;
  };
  return joined;
}

const flat = (node: Node): Node => reshape(node, [sizeOf(node.shape)]);
const sizeOfAll = (nodes: readonly Node[]): number => nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** One op on vectors, where all values are that op of others of their own shape, or of one number that they share. */
function sameOp(nodes: readonly Node[], joined: (nodes: readonly Node[]) => Node): Node | undefined {
  const [first] = nodes as readonly [Node];
  const attrs = JSON.stringify(first.attrs);
  const isSame = (node: Node) => node.op === first.op && JSON.stringify(node.attrs) === attrs;
  if (!isElementwise(first) || !nodes.every(isSame)) return undefined;
  const inputs: Node[] = [];
  for (const [i, input] of first.inputs.entries()) {
    const each = nodes.map((node) => node.inputs[i]!);
    if (each.every((node) => node === input) && sizeOf(input.shape) === 1) inputs.push(reshape(input, []));
    else if (each.every(({ shape }, j) => sameShape(shape, nodes[j]!.shape))) inputs.push(joined(each));
    else return undefined;
  }
  return withInputs(first, inputs);
}
