import type { Origin } from "../read/source.ts";
import type { ConfigNode, Entry, MapNode } from "./node.ts";

/**
 * Merges one configuration over another.
 *
 * Maps merge key by key; lists and scalars replace. If the `use` of a plugin block changes, the keys of the old plugin are dropped.
 * The name of a plugin, or a reference, that is merged with a map is short for the block `{use: name}`; a map replaces any other string.
 */
export function merge(under: ConfigNode, over: ConfigNode): ConfigNode {
  if (under.kind !== "map" && over.kind !== "map") return over;
  const [base, top] = [asBlock(under), asBlock(over)];
  if (!base || !top) return over;
  const use = pluginOf(top);
  if (use !== undefined && use !== pluginOf(base)) return top;
  const entries = new Map<string, Entry>(base.entries);
  for (const [name, { key, value }] of top.entries) {
    const old = base.entries.get(name);
    if (!old) entries.set(name, { key, value });
    else {
      const merged = merge(old.value, value);
      entries.set(name, { key: merged === value ? key : originOf(old.key, key), value: merged });
    }
  }
  return { kind: "map", origin: originOf(base.origin, top.origin), entries };
}

/** Origin of a merged block: a block of a file to which an argument adds keys still originates in the file. */
const originOf = (under: Origin, over: Origin): Origin => (over.source.argument === undefined ? over : under);

/** Returns a map, or the block that the name of a plugin or a reference is short for. */
function asBlock(node: ConfigNode): MapNode | undefined {
  if (node.kind === "map") return node;
  if (node.kind === "list" || typeof node.value !== "string" || !/\/|\$\{/.test(node.value)) return undefined;
  return { kind: "map", origin: node.origin, entries: new Map([["use", { key: node.origin, value: node }]]) };
}

function pluginOf(block: MapNode): unknown {
  const use = block.entries.get("use")?.value;
  return use?.kind === "scalar" ? use.value : undefined;
}
