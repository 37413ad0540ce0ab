import type { z } from "zod";
import { addDiagnostic, type ConfigDocument } from "../compose/document.ts";
import { locate } from "../tree/locate.ts";
import { toJson } from "../tree/node.ts";
import { toPath, type PathLike } from "../tree/path.ts";
import { diagnosticsOfIssues } from "./issue-diagnostics.ts";
import { describeIssue } from "./issue-text.ts";
import { mend, type Mended } from "./mend.ts";
import type { PluginBlock } from "./plugin-block.ts";

/** Checks the value at a path and returns it with defaults, or adds diagnostics to the document and returns `undefined`. */
export function checkSchema<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  path: PathLike = [],
): z.output<S> | undefined {
  const { value, isValid } = mendSchema(document, schema, path);
  return isValid ? value : undefined;
}

/** Checks the value at a path, adds diagnostics to the document, and returns the value with its mistakes mended. */
export function mendSchema<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  path: PathLike = [],
): Mended<z.output<S>> {
  const { node, exact } = locate(document.root, toPath(path));
  return check(document, schema, path, exact ? toJson(node) : undefined);
}

/**
 * Checks the options of the plugin block at a path, which may be a default that is not in the document. Their mistakes are mended.
 *
 * @param beside Keys of the block that are no options of the plugin, and are left out of it here.
 */
export function mendOptions<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  path: PathLike,
  { use: _, ...options }: PluginBlock,
  beside: readonly string[] = [],
): Mended<z.output<S>> {
  return check(document, schema, path, options, ["use", ...beside]);
}

function check<S extends z.ZodType>(
  document: ConfigDocument,
  schema: S,
  at: PathLike,
  value: unknown,
  reserved: readonly string[] = [],
): Mended<z.output<S>> {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return { value: result.data, isValid: true, wrong: [] };
  const path = toPath(at);
  const diagnostics = diagnosticsOfIssues(result.error.issues, { root: document.root, schema, path, reserved });
  for (const { path: below, ...diagnostic } of diagnostics) addDiagnostic(document, below, diagnostic);
  return mend(schema, value, reserved);
}
