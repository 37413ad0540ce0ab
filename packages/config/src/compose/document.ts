import { ConfigError } from "../diagnose/config-error.ts";
import { createDiagnostic, sortDiagnostics, type Diagnostic, type DiagnosticText } from "../diagnose/diagnostic.ts";
import { formatLocation } from "../diagnose/render.ts";
import { locationOf, type Origin } from "../read/source.ts";
import { locate, type LocatedNode } from "../tree/locate.ts";
import { isBroken, type ConfigNode, type Json } from "../tree/node.ts";
import { toPath, type PathLike } from "../tree/path.ts";

/** A composed configuration. It collects diagnostics, so that all are reported at once. */
export interface ConfigDocument {
  /** The file as the user named it. */
  readonly file: string;
  /** Its values as plain JSON. */
  readonly value: Readonly<Record<string, Json>>;
  /** The same with the origin of every key and value. */
  readonly root: ConfigNode;
  /** The merged layers, in which references are not resolved. */
  readonly merged: ConfigNode;
  /** Names of the files that it is composed of, in reading order. */
  readonly files: readonly string[];
  /** Diagnostics so far. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Adds a diagnostic of a value or of its key.
 *
 * A value that does not exist is reported at the nearest node above it. A value with a broken reference is skipped: the reference is reported already.
 */
export function addDiagnostic(
  document: ConfigDocument,
  path: PathLike,
  diagnostic: DiagnosticText & { readonly at?: "key" | "value" },
): void {
  const located = locate(document.root, toPath(path));
  const isOfValue = located.exact && diagnostic.at !== "key";
  if (isOfValue && isBroken(located.node)) return;
  const from = isOfValue ? located.node.from : undefined;
  const note = from && `the value is written at ${formatLocation(locationOf(from))}`;
  document.diagnostics.push(
    createDiagnostic(originOf(located, document.root, diagnostic.at) ?? document.file, toPath(path), {
      note,
      ...diagnostic,
    }),
  );
}

/** Returns the origin of the value at a path, references followed; undefined for a default. */
export function originAt({ root }: ConfigDocument, path: PathLike): Origin | undefined {
  const { node, exact } = locate(root, toPath(path));
  return exact ? (node.from ?? node.origin) : undefined;
}

/** Throws all diagnostics of a document, if there are any, as one `ConfigError`, in the order of the files. */
export function throwDiagnostics(document: ConfigDocument): void {
  if (document.diagnostics.length > 0) throw new ConfigError(sortDiagnostics(document.diagnostics, document.files));
}

/** Range that a diagnostic marks; undefined for the root as a whole. */
function originOf(
  { node, key, exact }: LocatedNode,
  root: ConfigNode,
  at: "key" | "value" = "value",
): Origin | undefined {
  if (node === root) return undefined;
  if (!key) return node.origin;
  const isBelowKey = node.kind !== "scalar" && key.source.text.slice(key.end, node.origin.start).includes("\n");
  return !exact || at === "key" || isBelowKey ? key : node.origin;
}
