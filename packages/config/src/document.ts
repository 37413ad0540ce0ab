import { ConfigError } from "./config-error.ts";
import { diagnostic, inOrder, type Diagnostic, type Finding } from "./diagnostic.ts";
import { isBroken, locate, type Json, type Node, type Place } from "./node.ts";
import { toPath, type PathLike } from "./path.ts";
import { placeOf } from "./render.ts";
import { locationOf, type Origin } from "./source.ts";

/** A composed configuration. It gathers what is found wrong with it, so that everything is told at once. */
export interface Document {
  /** The file as it was named. */
  readonly file: string;
  /** What it says, as plain JSON. */
  readonly value: Readonly<Record<string, Json>>;
  /** The same with the origin of every key and value. */
  readonly root: Node;
  /** Names of the files that it is made of, in reading order. */
  readonly files: readonly string[];
  /** What has been found so far. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Adds a finding about a value, or about its key.
 *
 * What is not there is reported at the nearest thing above it. What a broken reference makes wrong is not: it has been told.
 */
export function diagnose(
  document: Document,
  path: PathLike,
  finding: Finding & { readonly at?: "key" | "value" },
): void {
  const place = locate(document.root, toPath(path));
  if (place.exact && finding.at !== "key" && isBroken(place.node)) return;
  const from = place.exact && finding.at !== "key" ? place.node.from : undefined;
  const note = from && `the value is written at ${placeOf(locationOf(from))}`;
  document.diagnostics.push(
    diagnostic(originOf(place, document.root, finding.at) ?? document.file, toPath(path), { note, ...finding }),
  );
}

/** Where a value is written, references followed; nowhere if it is not: a default. */
export function originAt({ root }: Document, path: PathLike): Origin | undefined {
  const { node, exact } = locate(root, toPath(path));
  return exact ? (node.from ?? node.origin) : undefined;
}

/** Throws everything that was found as one `ConfigError`, in the order of the files; returns if all is well. */
export function settle(document: Document): void {
  if (document.diagnostics.length > 0) throw new ConfigError(inOrder(document.diagnostics, document.files));
}

/** What to mark. The root as a whole has no place. */
function originOf({ node, key, exact }: Place, root: Node, at: "key" | "value" = "value"): Origin | undefined {
  if (node === root) return undefined;
  if (!key) return node.origin;
  const below = node.kind !== "scalar" && key.source.text.slice(key.end, node.origin.start).includes("\n");
  return !exact || at === "key" || below ? key : node.origin;
}
