import type { Json } from "./node.ts";
import { formatPath, type Path } from "./path.ts";

/**
 * What a tree says, value by value, under paths such as `evaluate.metrics[0].use`.
 *
 * A list of plain values is one value, for it is replaced as one; so is an empty map.
 */
export const leavesOf = (tree: Json): ReadonlyMap<string, Json> => new Map(walk(tree, []));

function walk(value: Json, path: Path): [string, Json][] {
  const children = childrenOf(value);
  if (children.length === 0) return path.length === 0 ? [] : [[formatPath(path), value]];
  return children.flatMap(([key, child]) => walk(child, [...path, key]));
}

function childrenOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (value === null || typeof value !== "object") return [];
  if (!Array.isArray(value)) return Object.entries(value as Readonly<Record<string, Json>>);
  const items = value as readonly Json[];
  return items.some((item) => item !== null && typeof item === "object")
    ? items.map((item, index) => [index, item] as const)
    : [];
}
