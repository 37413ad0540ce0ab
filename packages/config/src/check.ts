import type { z } from "zod";
import { diagnose, type Document } from "./document.ts";
import { findingsOf } from "./findings.ts";
import { describeIssue } from "./issue.ts";
import { locate, toJson } from "./node.ts";
import { toPath, type PathLike } from "./path.ts";
import type { PluginBlock } from "./plugin-block.ts";

/**
 * Checks the value at a path and returns it with defaults filled in.
 *
 * What is wrong becomes diagnostics of the document, and the result is `undefined`.
 */
export function checkSchema<S extends z.ZodType>(
  document: Document,
  schema: S,
  path: PathLike = [],
): z.output<S> | undefined {
  const { node, exact } = locate(document.root, toPath(path));
  return check(document, schema, path, exact ? toJson(node) : undefined);
}

/** Checks the options of a plugin block that stands at a path, or that is the default there. */
export function checkOptions<S extends z.ZodType>(
  document: Document,
  schema: S,
  path: PathLike,
  { use: _, ...options }: PluginBlock,
): z.output<S> | undefined {
  return check(document, schema, path, options, ["use"]);
}

function check<S extends z.ZodType>(
  document: Document,
  schema: S,
  at: PathLike,
  value: unknown,
  reserved: readonly string[] = [],
): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const path = toPath(at);
  const findings = findingsOf(result.error.issues, { root: document.root, schema, path, reserved });
  for (const { path: below, ...finding } of findings) diagnose(document, below, finding);
  return undefined;
}
