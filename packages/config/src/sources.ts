import { isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { Document } from "./document.ts";
import { childOf, type Node } from "./node.ts";
import { placeOf } from "./render.ts";
import { locationOf } from "./source.ts";
import { yamlOf } from "./yaml.ts";

/** Begins a source until the columns are aligned. In a value the writer would escape it. */
const mark = "\u0001";

/**
 * The composed configuration as YAML, each value beside the place that it came from.
 *
 * `whole` is the same with what nobody wrote: that stands as `default`.
 */
export function toYamlWithSources({ root, value }: Document, whole: unknown = value): string {
  const yaml = yamlOf(whole);
  annotate(yaml.contents, root);
  const lines = yaml.toString({ lineWidth: 0 }).split("\n");
  const rows = lines.map((line) => line.split(` #${mark}`));
  const width = Math.max(...rows.map(([text, source]) => (source === undefined ? 0 : text!.length)));
  return rows.map(([text, source]) => (source === undefined ? text : `${text!.padEnd(width)}  # ${source}`)).join("\n");
}

/** Writes each value's source beside it. */
function annotate(yaml: unknown, node: Node | undefined): void {
  if (isScalar(yaml)) yaml.comment = mark + (node ? sourceOf(node) : "default");
  else if (isSeq(yaml)) yaml.items.forEach((item, index) => annotate(item, node && childOf(node, index)));
  else if (isMap<Scalar>(yaml)) {
    for (const pair of yaml.items) annotate(pair.value, node && childOf(node, String(pair.key.value)));
  }
}

function sourceOf({ origin, from }: Node): string {
  const place = placeOf(locationOf(origin));
  return from ? `${place} <- ${placeOf(locationOf(from))}` : place;
}
