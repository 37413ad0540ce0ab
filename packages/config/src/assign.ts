import { merge } from "./merge.ts";
import { childOf, type Node } from "./node.ts";
import { forbiddenKeys } from "./path.ts";
import type { Origin } from "./source.ts";

/** One step into a tree, and where it is written. */
export interface Step {
  readonly name: string;
  readonly origin: Origin;
}

/** Lays a value over what stands at the end of the steps, and makes the maps on the way there. */
export function assign(
  node: Node | undefined,
  [step, ...rest]: readonly Step[],
  value: Node,
  fail: (step: Step, message: string) => void,
): Node {
  if (!step) return node ? merge(node, value) : value;
  const { name, origin } = step;
  const child = node && childOf(node, name);
  if (node?.kind === "list") {
    if (child) return { ...node, items: node.items.with(Number(name), assign(child, rest, value, fail)) };
    fail(step, `the list ends at ${node.items.length - 1}`);
    return node;
  }
  if (!child && /^\d+$/.test(name)) fail(step, "there is no list to count in");
  if (forbiddenKeys.has(name)) fail(step, `\`${name}\` cannot be a key`);
  const inside = assign(child, rest, value, fail);
  const block: Node = { kind: "map", origin, entries: new Map([[name, { key: origin, value: inside }]]) };
  return node ? merge(node, block) : block;
}
