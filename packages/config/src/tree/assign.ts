import type { Origin } from "../read/source.ts";
import { merge } from "./merge.ts";
import { childOf, type ConfigNode } from "./node.ts";
import { forbiddenKeys } from "./path.ts";

/** One key or index of a path, with its origin. */
export interface PathStep {
  readonly name: string;
  readonly origin: Origin;
}

/** Merges a value over the node at the end of a path. Maps that are missing on the way are created. */
export function assign(
  node: ConfigNode | undefined,
  [step, ...rest]: readonly PathStep[],
  value: ConfigNode,
  fail: (step: PathStep, message: string) => void,
): ConfigNode {
  if (!step) return node ? merge(node, value) : value;
  const { name, origin } = step;
  const child = node && childOf(node, name);
  if (node?.kind === "list") {
    if (child) return { ...node, items: node.items.with(Number(name), assign(child, rest, value, fail)) };
    const last = node.items.length - 1;
    fail(step, last < 0 ? "the list is empty" : `the last index of the list is ${last}`);
    return node;
  }
  if (!child && /^\d+$/.test(name)) fail(step, "an index into a value that is not a list");
  if (forbiddenKeys.has(name)) fail(step, `\`${name}\` cannot be a key`);
  const inside = assign(child, rest, value, fail);
  const block: ConfigNode = { kind: "map", origin, entries: new Map([[name, { key: origin, value: inside }]]) };
  return node ? merge(node, block) : block;
}
