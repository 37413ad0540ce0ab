import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { ConfigDocument } from "../compose/document.ts";
import { formatLocation } from "../diagnose/render.ts";
import { locationOf } from "../read/source.ts";
import { locate } from "../tree/locate.ts";
import { childOf, type ConfigNode, toJson } from "../tree/node.ts";
import { toPath } from "../tree/path.ts";
import { toYamlDocument } from "./yaml.ts";

/** Separates value and source until the columns are aligned. The writer would escape it in a value. */
const separator = "\u0001";

/**
 * Writes the composed configuration as YAML with the source of each value in a comment.
 *
 * `whole` is the configuration with its defaults, whose source is `default`. `derived` maps paths of values that follow from another key
 * to the path of that key, whose source they have if it has a value.
 */
export function toYamlWithSources(
  { root, value }: ConfigDocument,
  whole: unknown = value,
  derived: Readonly<Record<string, string>> = {},
): string {
  const yaml = toYamlDocument(whole);
  annotate(yaml.contents, root);
  for (const [path, key] of Object.entries(derived)) {
    const { node, exact } = locate(root, toPath(key));
    const scalar = yaml.getIn(path.split("."), true);
    if (exact && toJson(node) !== null && isScalar(scalar)) scalar.comment = separator + sourceOf(node);
  }
  const lines = yaml.toString({ lineWidth: 0 }).split("\n");
  const rows = lines.map((line) => line.split(` #${separator}`));
  const width = Math.max(...rows.map(([text, source]) => (source === undefined ? 0 : text!.length)));
  return rows.map(([text, source]) => (source === undefined ? text : `${text!.padEnd(width)}  # ${source}`)).join("\n");
}

/** Adds each value's source as a comment. */
function annotate(yaml: unknown, node: ConfigNode | undefined): void {
  if (isScalar(yaml)) yaml.comment = separator + (node ? sourceOf(node) : "default");
  else if (isSeq(yaml)) yaml.items.forEach((item, index) => annotate(item, node && childOf(node, index)));
  else if (isMap<Scalar>(yaml)) {
    for (const pair of yaml.items) annotate(pair.value, node && childOf(node, String(pair.key.value)));
  }
}

function sourceOf({ origin, from }: ConfigNode): string {
  const location = formatLocation(locationOf(origin));
  return from ? `${location} <- ${formatLocation(locationOf(from))}` : location;
}
