import type { Origin } from "../read/source.ts";
import { childOf, type ConfigNode } from "./node.ts";
import type { Path } from "./path.ts";

/** The node at a path, or the deepest one above it. */
export interface LocatedNode {
  readonly node: ConfigNode;
  /** Origin of its key, if it has one. */
  readonly key: Origin | undefined;
  /** True if the node is at the path itself. */
  readonly exact: boolean;
}

/** Follows a path from the root as far as it exists. */
export function locate(root: ConfigNode, path: Path): LocatedNode {
  let located: LocatedNode = { node: root, key: undefined, exact: true };
  for (const part of path) {
    const next = childOf(located.node, part);
    if (!next) return { ...located, exact: false };
    const key = located.node.kind === "map" ? located.node.entries.get(String(part))?.key : undefined;
    located = { node: next, key: next === located.node ? located.key : key, exact: true };
  }
  return located;
}
