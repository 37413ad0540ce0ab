import type { DiagnosticText } from "../diagnose/diagnostic.ts";
import { suggest } from "../diagnose/suggest.ts";
import type { Origin } from "../read/source.ts";
import type { ConfigNode, ScalarNode } from "../tree/node.ts";
import { formatPath, type Path } from "../tree/path.ts";

/** A part of a string with references: literal text, the path of a reference, or a reference without its `}`. */
export type StringPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly name: string; readonly written: string }
  | { readonly kind: "unclosed"; readonly written: string };

/** A reference, or `$${`, which is a literal `${`, or a reference that is not closed. */
const pattern = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;

/** Splits a string at its references. `$${` becomes the text `${`. */
export function splitReferences(text: string): readonly StringPart[] {
  const parts: StringPart[] = [];
  let last = 0;
  for (const { 0: written, 1: name, index } of text.matchAll(pattern)) {
    parts.push({ kind: "text", text: text.slice(last, index) });
    last = index + written.length;
    if (name !== undefined) parts.push({ kind: "reference", name, written });
    else parts.push(written === "${" ? { kind: "unclosed", written } : { kind: "text", text: "${" });
  }
  return [...parts, { kind: "text", text: text.slice(last) }];
}

/** The error of a reference whose path ends at a node that has no such key. */
export function missingTarget(node: ConfigNode, path: Path, name: string): DiagnosticText {
  const message = `there is no \`${formatPath([...path, name])}\``;
  if (name.includes(":"))
    return { message, help: "references are paths of values in this configuration, not environment variables" };
  const names = node.kind === "map" ? [...node.entries.keys()] : [];
  return { message, help: suggest(name, names, path.length > 0 ? `keys of ${formatPath(path)}` : "keys") };
}

/** Origin of a reference inside the string that contains it, if the string is written as it is read. */
export function originOfReference({ origin }: ScalarNode, written: string): Origin {
  const at = origin.source.text.slice(origin.start, origin.end).indexOf(written);
  return at < 0 ? origin : { ...origin, start: origin.start + at, end: origin.start + at + written.length };
}
