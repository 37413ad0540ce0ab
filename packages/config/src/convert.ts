import { isAlias, isMap, isSeq, type ParsedNode, type Scalar, type YAMLMap } from "yaml";
import type { Finding } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import { type Entry, type Node } from "./node.ts";
import { forbiddenKeys, type Path } from "./path.ts";
import { suggest } from "./suggest.ts";

/** A stretch of the text that is read. */
export type Range = readonly [start: number, end: number];

/** What the conversion needs of the text: its offsets as origins, and somewhere to complain. */
export interface Text {
  origin(range: Range): Node["origin"];
  report(range: Range, path: Path, finding: Finding): void;
}

/** Composed YAML as a tree of ours; what in it is not plain JSON is reported. All uses of an anchor share one node. */
export function convert(contents: ParsedNode | null, path: Path, { origin, report }: Text): Node {
  const anchors = new Map<string, Node | "open">();
  let uses = 0;

  const visit = (node: ParsedNode | null, path: Path, outer: Range): Node => {
    if (!node) return { kind: "scalar", value: null, origin: origin(outer) };
    const range: Range = [node.range[0], node.range[1]];
    if (isAlias(node)) return follow(node.source, path, range);
    if (node.anchor) anchors.set(node.anchor, "open");
    // An empty value has no characters to point at: its key stands for it.
    const made = make(node, path, range[0] === range[1] ? outer : range);
    if (node.anchor) anchors.set(node.anchor, made);
    return made;
  };

  const make = (node: Exclude<ParsedNode, { anchor?: never }>, path: Path, range: Range): Node => {
    if (isMap(node)) return { kind: "map", entries: entriesOf(node, path), origin: origin(range) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) => visit(item, [...path, index], range));
      return { kind: "list", items, origin: origin(range) };
    }
    return { kind: "scalar", value: valueOf(node, path, range), origin: origin(range) };
  };

  const entriesOf = (map: YAMLMap.Parsed, path: Path): Map<string, Entry> => {
    const entries = new Map<string, Entry>();
    for (const { key, value } of map.items as { key: Scalar.Parsed; value: ParsedNode | null }[]) {
      const name = String(key.value);
      const range: Range = [key.range[0], key.range[1]];
      const at = [...path, name];
      const refusal = refusalOf(name);
      if (refusal) report(range, at, refusal);
      entries.set(name, { key: origin(range), value: visit(value, at, range) });
    }
    return entries;
  };

  const follow = (name: string, path: Path, range: Range): Node => {
    const target = anchors.get(name);
    if (++uses === limits.aliases + 1) report(range, path, { message: `more than ${limits.aliases} uses of anchors` });
    if (target === undefined) {
      report(range, path, {
        message: `unknown anchor \`${name}\``,
        help: suggest(name, [...anchors.keys()], "anchors"),
      });
    } else if (target === "open") {
      report(range, path, { message: `the anchor \`${name}\` contains itself` });
    } else return target;
    return { kind: "scalar", value: null, origin: origin(range) };
  };

  const valueOf = ({ value, source }: Scalar.Parsed, path: Path, range: Range): null | boolean | number | string => {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value !== "number") throw new Error(`a YAML scalar of type ${typeof value}`);
    if (!Number.isFinite(value)) {
      report(range, path, {
        message: `\`${source}\` is not a finite number`,
        help: /\d/.test(source) ? "the largest is about 1.8e308" : undefined,
      });
    } else if (/^[-+]?\d+$/.test(source) && BigInt(source) !== BigInt(value)) {
      report(range, path, {
        message: `\`${source}\` has more digits than a number holds`,
        help: "quote it if it is a name",
      });
    }
    return value;
  };

  return visit(contents, path, [0, 0]);
}

/** What cannot be a key: forbidden names, and YAML 1.1's merge key. */
function refusalOf(key: string): Finding | undefined {
  if (key === "<<") return { message: "`<<` is not merged", help: "use `extends: file.yaml`, or repeat the keys" };
  if (forbiddenKeys.has(key)) return { message: `\`${key}\` cannot be a key` };
  return undefined;
}
