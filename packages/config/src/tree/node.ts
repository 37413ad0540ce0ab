import { limits } from "../read/limits.ts";
import type { Origin } from "../read/source.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A configuration tree in which every key and value has its origin in a source. */
export type ConfigNode = ScalarNode | ListNode | MapNode;

interface NodeOrigins {
  readonly origin: Origin;
  /** Origin of the value itself, if `origin` is a reference to it. */
  readonly from?: Origin;
}

export interface ScalarNode extends NodeOrigins {
  readonly kind: "scalar";
  readonly value: null | boolean | number | string;
  /** True if a reference in it could not be resolved, which is reported already: the value is unknown. */
  readonly broken?: true;
}

interface ListNode extends NodeOrigins {
  readonly kind: "list";
  readonly items: readonly ConfigNode[];
}

export interface MapNode extends NodeOrigins {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: Origin;
  readonly value: ConfigNode;
}

/** Returns the values without their origins. */
export function toJson(node: ConfigNode): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toJson);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
}

/** Returns the value under a key or an index. A string is short for a plugin block, so it has the key `use`. */
export function childOf(node: ConfigNode, part: string | number): ConfigNode | undefined {
  if (node.kind === "map") return node.entries.get(String(part))?.value;
  if (node.kind === "list") return /^\d+$/.test(String(part)) ? node.items[Number(part)] : undefined;
  return part === "use" && typeof node.value === "string" ? node : undefined;
}

/** Returns the values of a map or the items of a list. */
function childrenOf(node: ConfigNode): readonly ConfigNode[] {
  if (node.kind === "list") return node.items;
  return node.kind === "map" ? [...node.entries.values()].map(({ value }) => value) : [];
}

/** True if a tree contains a reference that could not be resolved, which is reported already. */
export const isBroken = (node: ConfigNode): boolean =>
  node.kind === "scalar" ? node.broken === true : childrenOf(node).some(isBroken);

/** Returns the limit that a tree exceeds, if any. Shared nodes count at every use; the traversal stops at the limit. */
export function exceededLimit(root: ConfigNode): "nodes" | "depth" | undefined {
  let nodes = 0;
  const visit = (node: ConfigNode, depth: number): "nodes" | "depth" | undefined => {
    if (++nodes > limits.nodes) return "nodes";
    if (depth > limits.depth) return "depth";
    for (const child of childrenOf(node)) {
      const found = visit(child, depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  return visit(root, 0);
}
