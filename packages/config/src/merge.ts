import type { Entry, MapNode, Node } from "./node.ts";
import type { Origin } from "./source.ts";

/**
 * Lays one configuration over another.
 *
 * Maps merge key by key; lists and scalars replace. A block whose `use` changes forgets the keys of the old plugin.
 * A string that meets a map is short for the block `{use: string}`.
 */
export function merge(under: Node, over: Node): Node {
  if (under.kind !== "map" && over.kind !== "map") return over;
  const [base, top] = [asBlock(under), asBlock(over)];
  if (!base || !top) return over;
  const use = plugin(top);
  if (use !== undefined && use !== plugin(base)) return top;
  const entries = new Map<string, Entry>(base.entries);
  for (const [name, { key, value }] of top.entries) {
    const old = base.entries.get(name);
    if (!old) entries.set(name, { key, value });
    else {
      const merged = merge(old.value, value);
      entries.set(name, { key: merged === value ? key : written(old.key, key), value: merged });
    }
  }
  return { kind: "map", origin: written(base.origin, top.origin), entries };
}

/** A block that an argument adds to is still written in its file. */
const written = (under: Origin, over: Origin): Origin => (over.source.argument === undefined ? over : under);

/** The map that a node is, or is short for. */
function asBlock(node: Node): MapNode | undefined {
  if (node.kind === "map") return node;
  if (node.kind === "list" || typeof node.value !== "string") return undefined;
  return { kind: "map", origin: node.origin, entries: new Map([["use", { key: node.origin, value: node }]]) };
}

function plugin(block: MapNode): unknown {
  const use = block.entries.get("use")?.value;
  return use?.kind === "scalar" ? use.value : undefined;
}
