import { limits } from "./limits.ts";
import type { Path } from "./path.ts";
import type { Origin } from "./source.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A configuration whose every key and value knows where it is written. */
export type Node = ScalarNode | ListNode | MapNode;

interface Written {
  readonly origin: Origin;
  /** Where the value itself is written, if the origin only refers to it. */
  readonly from?: Origin;
}

export interface ScalarNode extends Written {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  /** What it should be is unknown, since its references lead nowhere: it is already reported. */
  readonly broken?: true;
}

interface ListNode extends Written {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface MapNode extends Written {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: Origin;
  readonly value: Node;
}

/** The values alone. */
export function toJson(node: Node): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toJson);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
}

/** The value under a key or an index. A string stands for a block, so it has the key `use`. */
export function childOf(node: Node, part: string | number): Node | undefined {
  if (node.kind === "map") return node.entries.get(String(part))?.value;
  if (node.kind === "list") return /^\d+$/.test(String(part)) ? node.items[Number(part)] : undefined;
  return part === "use" && typeof node.value === "string" ? node : undefined;
}

/** What stands at a path, or the nearest thing above it. */
export interface Place {
  /** The value at the path, or the deepest one that contains it. */
  readonly node: Node;
  /** Its key, where it has one. */
  readonly key: Origin | undefined;
  /** Whether it is at the path itself. */
  readonly exact: boolean;
}

/** Follows a path as far as it goes. */
export function locate(root: Node, path: Path): Place {
  let place: Place = { node: root, key: undefined, exact: true };
  for (const part of path) {
    const next = childOf(place.node, part);
    if (!next) return { ...place, exact: false };
    const key = place.node.kind === "map" ? place.node.entries.get(String(part))?.key : undefined;
    place = { node: next, key: next === place.node ? place.key : key, exact: true };
  }
  return place;
}

/** What a node is made of. */
function childrenOf(node: Node): readonly Node[] {
  if (node.kind === "list") return node.items;
  return node.kind === "map" ? [...node.entries.values()].map(({ value }) => value) : [];
}

/** Whether something in a tree refers to nowhere, which has been told already. */
export const isBroken = (node: Node): boolean =>
  node.kind === "scalar" ? node.broken === true : childrenOf(node).some(isBroken);

/** Which limit a tree exceeds, if any. Shared nodes count wherever they are used, so the walk stops at the limit. */
export function exceeds(root: Node): "nodes" | "depth" | undefined {
  let nodes = 0;
  const walk = (node: Node, depth: number): "nodes" | "depth" | undefined => {
    if (++nodes > limits.nodes) return "nodes";
    if (depth > limits.depth) return "depth";
    for (const child of childrenOf(node)) {
      const found = walk(child, depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  return walk(root, 0);
}
