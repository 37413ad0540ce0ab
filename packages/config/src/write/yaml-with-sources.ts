import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { ConfigDocument } from "../compose/document.ts";
import { formatLocation } from "../diagnose/render.ts";
import { locationOf } from "../read/source.ts";
import { childOf, type ConfigNode } from "../tree/node.ts";
import { toYamlDocument } from "./yaml.ts";

/** Separates value and source until the columns are aligned. The writer would escape it in a value. */
const separator = "\u0001";

/**
 * Writes the composed configuration as YAML with the source of each value in a comment.
 *
 * `whole` is the configuration with its defaults, whose source is `default`.
 */
export function toYamlWithSources({ root, value }: ConfigDocument, whole: unknown = value): string {
  const yaml = toYamlDocument(whole);
  annotate(yaml.contents, root);
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
