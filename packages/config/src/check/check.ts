import type { z } from "zod";
import { addDiagnostic, type ConfigDocument } from "../compose/document.ts";
import { locate } from "../tree/locate.ts";
import { toJson } from "../tree/node.ts";
import { toPath, type PathLike } from "../tree/path.ts";
import { diagnosticsOfIssues } from "./issue-diagnostics.ts";
import { describeIssue } from "./issue-text.ts";
import type { PluginBlock } from "./plugin-block.ts";

/** Checks the value at a path and returns it with defaults, or adds diagnostics to the document and returns `undefined`. */
export function checkSchema<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  path: PathLike = [],
): z.output<S> | undefined {
  const { node, exact } = locate(document.root, toPath(path));
  return check(document, schema, path, exact ? toJson(node) : undefined);
}

/**
 * Checks the options of the plugin block at a path, which may be a default that is not in the document.
 *
 * @param beside Keys of the block that are no options of the plugin, and are left out of it here.
 */
export function checkOptions<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  path: PathLike,
  { use: _, ...options }: PluginBlock,
  beside: readonly string[] = [],
): z.output<S> | undefined {
  return check(document, schema, path, options, ["use", ...beside]);
}

function check<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  at: PathLike,
  value: unknown,
  reserved: readonly string[] = [],
): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const path = toPath(at);
  const diagnostics = diagnosticsOfIssues(result.error.issues, { root: document.root, schema, path, reserved });
  for (const { path: below, ...diagnostic } of diagnostics) addDiagnostic(document, below, diagnostic);
  return undefined;
}
