import { isAlias, isMap, isSeq, type Alias, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import type { DiagnosticText } from "../diagnose/diagnostic.ts";
import { suggest } from "../diagnose/suggest.ts";
import type { ConfigNode, Entry } from "../tree/node.ts";
import { forbiddenKeys, type Path } from "../tree/path.ts";
import { limits } from "./limits.ts";
import type { TextRange } from "./text-range.ts";

/** Origins of ranges of the text, and the sink of its diagnostics. */
export interface TextContext {
  origin(range: TextRange): ConfigNode["origin"];
  report(range: TextRange, path: Path, diagnostic: DiagnosticText): void;
}

/** A conversion in progress. */
interface Conversion extends TextContext {
  /** Nodes by their anchors; `open` while the anchored node is being converted. */
  readonly anchors: Map<string, ConfigNode | "open">;
  /** Number of uses of anchors so far. */
  aliases: number;
}

/** Converts composed YAML to a `ConfigNode` and reports values that are not plain JSON. All uses of an anchor share one node. */
export const toConfigNode = (contents: ParsedNode | null, path: Path, context: TextContext): ConfigNode =>
  convertNode({ ...context, anchors: new Map(), aliases: 0 }, contents, path, [0, 0]);

function convertNode(conversion: Conversion, node: ParsedNode | null, path: Path, outer: TextRange): ConfigNode {
  if (!node) return { kind: "scalar", value: null, origin: conversion.origin(outer) };
  const range: TextRange = [node.range[0], node.range[1]];
  if (isAlias(node)) return resolveAlias(conversion, node, path, range);
  if (node.anchor) conversion.anchors.set(node.anchor, "open");
  // An empty value has no characters to point at: its origin is that of its key.
  const converted = convertContent(conversion, node, path, range[0] === range[1] ? outer : range);
  if (node.anchor) conversion.anchors.set(node.anchor, converted);
  return converted;
}

function convertContent(
  conversion: Conversion,
  node: Exclude<ParsedNode, Alias.Parsed>,
  path: Path,
  range: TextRange,
): ConfigNode {
  const origin = conversion.origin(range);
  if (isMap(node)) return { kind: "map", entries: convertEntries(conversion, node, path), origin };
  if (isSeq(node)) {
    const items = node.items.map((item, index) => convertNode(conversion, item, [...path, index], range));
    return { kind: "list", items, origin };
  }
  return { kind: "scalar", value: convertScalar(conversion, node, path, range), origin };
}

function convertEntries(conversion: Conversion, map: YAMLMap.Parsed, path: Path): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { key, value } of map.items as { key: Scalar.Parsed; value: ParsedNode | null }[]) {
    const name = String(key.value);
    const range: TextRange = [key.range[0], key.range[1]];
    const at = [...path, name];
    const refusal = refuseKey(name);
    if (refusal) conversion.report(range, at, refusal);
    entries.set(name, { key: conversion.origin(range), value: convertNode(conversion, value, at, range) });
  }
  return entries;
}

function resolveAlias(
  conversion: Conversion,
  { source: name }: Alias.Parsed,
  path: Path,
  range: TextRange,
): ConfigNode {
  const { anchors, origin, report } = conversion;
  const target = anchors.get(name);
  if (++conversion.aliases === limits.aliases + 1) {
    report(range, path, { message: `more than ${limits.aliases} uses of anchors` });
  }
  if (target === undefined) {
    const help = suggest(name, [...anchors.keys()], "anchors");
    report(range, path, { message: `unknown anchor \`${name}\``, help });
  } else if (target === "open") {
    report(range, path, { message: `the anchor \`${name}\` contains itself` });
  } else return target;
  return { kind: "scalar", value: null, origin: origin(range) };
}

function convertScalar(
  { report }: Conversion,
  { value, source }: Scalar.Parsed,
  path: Path,
  range: TextRange,
): null | boolean | number | string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value !== "number") throw new Error(`a YAML scalar of type ${typeof value}`);
  const refusal = refuseNumber(value, source);
  if (refusal) report(range, path, refusal);
  return value;
}

/** Returns the error of a number that is not the one written, or that other YAML readers take for another. */
function refuseNumber(value: number, source: string): DiagnosticText | undefined {
  const written = `\`${source}\``;
  if (!Number.isFinite(value)) {
    const help = /\d/.test(source) ? "the largest is about 1.8e308" : undefined;
    return { message: `${written} is not a finite number`, help };
  }
  if (/^[-+]?0\d/.test(source)) {
    const help = "remove the zeros, or quote it if it is a name; the decimal point is `.`";
    return { message: `${written} begins with zeros, which is an octal number in YAML 1.1`, help };
  }
  if (value === 0 && /[1-9].*e/i.test(source)) {
    return { message: `${written} would be read as 0`, help: "the smallest is about 5e-324" };
  }
  if (/^([-+]?\d+|0x[\da-f]+|0o[0-7]+)$/i.test(source) && BigInt(source) !== BigInt(value)) {
    const message = `${written} has more digits than a number can represent`;
    return { message, help: "quote it if it is a name" };
  }
  return undefined;
}

/** Returns the error of a key that is not allowed: a forbidden name, or YAML 1.1's merge key. */
function refuseKey(key: string): DiagnosticText | undefined {
  if (key === "<<") return { message: "`<<` is not merged", help: "use `extends: file.yaml`, or repeat the keys" };
  if (forbiddenKeys.has(key)) return { message: `\`${key}\` cannot be a key` };
  return undefined;
}
