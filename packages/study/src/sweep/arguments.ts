import type { ConfigNode } from "@tweedie/config";
import { shortForm } from "./short-form.ts";
import { sweepSchema } from "./sweep-schema.ts";

type MapNode = Extract<ConfigNode, { kind: "map" }>;

/** What the arguments of a sweep are for. */
export interface SortedArguments {
  /** `run_cap=40`: of the sweep itself. */
  readonly settings: readonly string[];
  /** `loss.lambda=2`: of the experiment, in every trial. */
  readonly overrides: readonly string[];
  /** `loss.lambda=0,1,2`: swept. */
  readonly swept: readonly { readonly key: string; readonly index: number; readonly value: ConfigNode }[];
}

/** `seed` is the experiment's on the command line: a sweep's own is for its file. */
const ofTheSweep = new Set(Object.keys(sweepSchema.shape).filter((key) => key !== "seed"));

/** Sorts arguments by what they say, and reads those that sweep. */
export function sortArguments(words: readonly string[]): SortedArguments {
  const settings: string[] = [];
  const overrides: string[] = [];
  const swept: SortedArguments["swept"][number][] = [];
  words.forEach((word, index) => {
    const key = /^\+{0,2}([^=]*)=/.exec(word)?.[1];
    const value = key === undefined ? undefined : shortForm(word, index);
    if (key !== undefined && ofTheSweep.has(key.split(/[.[]/, 1)[0]!)) settings.push(word);
    else if (key === undefined || !value) overrides.push(word);
    else swept.push({ key, index, value });
  });
  return { settings, overrides, swept };
}

/** A sweep's text with the parameters and replicates of the command line in it, which replace those of the same path. */
export function withSwept(root: MapNode, swept: SortedArguments["swept"], words: readonly string[]): MapNode {
  return swept.reduce((node, { key, index, value }) => {
    const text = words[index]!;
    const start = text.indexOf(key);
    const origin = { source: value.origin.source, start, end: start + key.length };
    const place = key === "seed" ? "repeat" : "parameters";
    const old = node.entries.get(place)?.value;
    const inside = new Map(old?.kind === "map" ? old.entries : []);
    inside.set(key, { key: origin, value: key === "seed" ? listed(value) : value });
    const map: MapNode = { kind: "map", origin: old?.origin ?? origin, entries: inside };
    return {
      ...node,
      entries: new Map(node.entries).set(place, { key: node.entries.get(place)?.key ?? origin, value: map }),
    };
  }, root);
}

/** Replicates are a list: `0..4` are five of them. */
function listed(node: ConfigNode): ConfigNode {
  if (node.kind !== "map") return node;
  const numberOf = (key: string): number => {
    const value = node.entries.get(key)?.value;
    return value?.kind === "scalar" ? Number(value.value) : NaN;
  };
  const [min, max] = [numberOf("min"), numberOf("max")];
  if (node.entries.size > 2 || !Number.isInteger(min) || !Number.isInteger(max) || max < min || max - min > 999)
    return node;
  const items = Array.from({ length: max - min + 1 }, (_, index): ConfigNode => {
    return { kind: "scalar", value: min + index, origin: node.origin };
  });
  return { kind: "list", origin: node.origin, items };
}
