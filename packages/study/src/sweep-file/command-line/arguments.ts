import type { MapNode, ConfigNode } from "@tweedie/config";
import { sweepSchema } from "../sweep-schema.ts";
import { shortForm } from "./short-form.ts";

/** Arguments of the command line by their meaning. */
export interface ClassifiedArguments {
  /** Settings of the sweep: `run_cap=40`. */
  readonly settings: readonly string[];
  /** Overrides of the experiment in every trial: `loss.lambda=2`. */
  readonly overrides: readonly string[];
  /** Swept values, with the index of the argument: `loss.lambda=0,1,2`. */
  readonly swept: readonly { readonly key: string; readonly index: number; readonly value: ConfigNode }[];
}

/** Keys of the sweep. On the command line `seed` means the experiment's seed; the sweep's own can be set in its file only. */
const sweepKeys = new Set(Object.keys(sweepSchema.shape).filter((key) => key !== "seed"));

/** Key of an argument, `loss.lambda` in `loss.lambda=2`; undefined if it has none. */
export const keyOf = (argument: string): string | undefined => /^\+{0,2}([^=]*)=/.exec(argument)?.[1];

/** Separates settings, overrides and swept values, and parses the swept values. */
export function classifyArguments(args: readonly string[]): ClassifiedArguments {
  const settings: string[] = [];
  const overrides: string[] = [];
  const swept: ClassifiedArguments["swept"][number][] = [];
  args.forEach((arg, index) => {
    const key = keyOf(arg);
    const value = key === undefined ? undefined : shortForm(arg, index);
    if (key !== undefined && sweepKeys.has(key.split(/[.[]/, 1)[0]!)) settings.push(arg);
    else if (key === undefined || !value) overrides.push(arg);
    else swept.push({ key, index, value });
  });
  return { settings, overrides, swept };
}

/** Adds the swept values of the command line to a sweep's root node. They replace parameters and replicates of the same path. */
export function addSweptArguments(
  root: MapNode,
  swept: ClassifiedArguments["swept"],
  args: readonly string[],
): MapNode {
  return swept.reduce((node, { key, index, value }) => {
    const start = args[index]!.indexOf(key);
    const origin = { source: value.origin.source, start, end: start + key.length };
    const section = key === "seed" ? "repeat" : "parameters";
    const old = node.entries.get(section)?.value;
    const entries = new Map(old?.kind === "map" ? withoutNested(old, key).entries : []);
    entries.set(key, { key: origin, value: key === "seed" ? asList(value) : value });
    const map: MapNode = { kind: "map", origin: old?.origin ?? origin, entries };
    return {
      ...node,
      entries: new Map(node.entries).set(section, { key: node.entries.get(section)?.key ?? origin, value: map }),
    };
  }, root);
}

/** A map of parameters without the one at a path inside a block: `lambda` in `loss: { parameters: { lambda: ... } }`. */
function withoutNested(node: MapNode, path: string): MapNode {
  const entries = [...node.entries].flatMap(([key, entry]): [string, typeof entry][] => {
    const block = entry.value;
    const nested = block.kind === "map" ? block.entries.get("parameters") : undefined;
    if (block.kind !== "map" || nested?.value.kind !== "map" || !path.startsWith(`${key}.`)) return [[key, entry]];
    const inner = path.slice(key.length + 1);
    const rest = withoutNested(nested.value, inner);
    const left = new Map([...rest.entries].filter(([name]) => name !== inner));
    if (left.size === 0 && block.entries.size === 1) return [];
    const parameters = { ...nested, value: { ...rest, entries: left } };
    return [[key, { ...entry, value: { ...block, entries: new Map(block.entries).set("parameters", parameters) } }]];
  });
  return { ...node, entries: new Map(entries) };
}

/** Expands a range of integers: as replicates, `0..4` is a list of five seeds. */
function asList(node: ConfigNode): ConfigNode {
  if (node.kind !== "map") return node;
  const numberAt = (key: string): number => {
    const value = node.entries.get(key)?.value;
    return value?.kind === "scalar" ? Number(value.value) : NaN;
  };
  const [min, max] = [numberAt("min"), numberAt("max")];
  const isExpandable = Number.isInteger(min) && Number.isInteger(max) && max >= min && max - min <= 999;
  if (node.entries.size > 2 || !isExpandable) return node;
  const items = Array.from({ length: max - min + 1 }, (_, index): ConfigNode => {
    return { kind: "scalar", value: min + index, origin: node.origin };
  });
  return { kind: "list", origin: node.origin, items };
}
