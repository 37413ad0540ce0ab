import type { Json } from "./node.ts";
import { formatPath, type Path } from "./path.ts";

/**
 * Returns the values of a tree by paths such as `evaluate.metrics[0].use`.
 *
 * A list of scalars is one value, as it is replaced as a whole; so is an empty map.
 */
export const leavesOf = (tree: Json): ReadonlyMap<string, Json> => new Map(collect(tree, []));

function collect(value: Json, path: Path): [string, Json][] {
  const children = childrenOf(value);
  if (children.length === 0) return path.length === 0 ? [] : [[formatPath(path), value]];
  return children.flatMap(([key, child]) => collect(child, [...path, key]));
}

function childrenOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (value === null || typeof value !== "object") return [];
  if (!Array.isArray(value)) return Object.entries(value as Readonly<Record<string, Json>>);
  const items = value as readonly Json[];
  return items.some((item) => item !== null && typeof item === "object")
    ? items.map((item, index) => [index, item] as const)
    : [];
}
