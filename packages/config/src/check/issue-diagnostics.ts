import { z } from "zod";
import type { DiagnosticText } from "../diagnose/diagnostic.ts";
import { listNames, suggest } from "../diagnose/suggest.ts";
import { locate } from "../tree/locate.ts";
import { toJson, type ConfigNode } from "../tree/node.ts";
import { formatPath, type Path } from "../tree/path.ts";
import { advise } from "./advice.ts";
import { describeValue, hasTypeName, joinWithOr, typeName } from "./issue-text.ts";
import { meantKey, meantValues, pathsOfAlias } from "./key-aliases.ts";
import { keysAt, pathsOfKey, schemasAt } from "./schema-paths.ts";

type Issue = z.core.$ZodIssue;

/** A checked value and its schema. */
interface Checked {
  readonly root: ConfigNode;
  readonly path: Path;
  readonly schema: z.ZodType;
  /** Keys that are allowed in addition to those of the schema. */
  readonly reserved: readonly string[];
}

/** A diagnostic at a path from the root. */
interface PathDiagnostic extends DiagnosticText {
  readonly path: Path;
  readonly at: "key" | "value";
  /** Path of the key that a misspelt key stands for. */
  readonly meant?: Path | undefined;
}

/** Converts zod's issues to diagnostics. */
export function diagnosticsOfIssues(issues: readonly Issue[], checked: Checked): readonly PathDiagnostic[] {
  const diagnostics = issues.flatMap((issue) => flattenIssue(issue, [])).flatMap((issue) => diagnose(issue, checked));
  // A misspelt key is also missing under its right name: that is one mistake.
  const meant = new Set(diagnostics.flatMap((each) => (each.meant ? [formatPath(each.meant)] : [])));
  return diagnostics.filter((each) => !meant.has(formatPath(each.path)));
}

/** Replaces the issue of a union by those of the alternative that was probably meant. */
export function flattenIssue(issue: Issue, base: Path): Issue[] {
  const path = [...base, ...issue.path] as (string | number)[];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{ ...issue, path }];
  const isOtherType = (each: Issue) => each.path.length === 0 && ["invalid_type", "invalid_value"].includes(each.code);
  const [likely] = issue.errors.filter((branch) => !branch.some(isOtherType)).sort((a, b) => a.length - b.length);
  if (likely) return likely.flatMap((each) => flattenIssue(each, path));
  const expected = issue.errors.flat().flatMap((each) => {
    if (each.code === "invalid_type") return [typeName(each.expected)];
    return each.code === "invalid_value" ? each.values.map((value) => `\`${String(value)}\``) : [];
  });
  return [{ ...issue, path, message: `expected ${joinWithOr([...new Set(expected)])}` }];
}

function diagnose(issue: Issue, checked: Checked): PathDiagnostic[] {
  const inside = issue.path as Path;
  const path = [...checked.path, ...inside];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, inside, checked));
  if (issue.code === "invalid_key") {
    return [{ path, at: "key", message: issue.issues.map(({ message }) => message).join("; ") }];
  }
  const { node, exact } = locate(checked.root, path);
  if (!exact) return [missingKey(path, inside, checked.schema)];
  const value = toJson(node);
  const { source, start, end } = node.from ?? node.origin;
  const isNoMap = issue.code === "invalid_type" && issue.expected === "object";
  const keys = isNoMap ? listNames(keysAt(checked.schema, inside), "known keys") : undefined;
  const isUnion = issue.code === "invalid_union" && issue.errors.length > 0;
  const message = isUnion ? `${issue.message}, got ${describeValue(value)}` : issue.message;
  return [
    {
      path,
      at: "value",
      message,
      help:
        advise(issue, value, source.text.slice(start, end), meantValues(checked.schema, inside, String(value))) ?? keys,
    },
  ];
}

function unknownKey(key: string, inside: Path, { root, path, schema, reserved }: Checked): PathDiagnostic {
  const known = [...keysAt(schema, inside), ...(inside.length === 0 ? reserved : [])];
  const near = meantKey(schema, inside, key, reserved);
  const places = near === undefined ? [...pathsOfKey(schema, key), ...pathsOfAlias(schema, key)] : [];
  const elsewhere = [...new Set(places.map((other) => `\`${formatPath([...path, ...other])}\``))];
  const isElsewhere = elsewhere.length > 0 && elsewhere.length < 6;
  // YAML reads `{ rate: 0,5 }` as the keys `rate` and `5`, the second without a value.
  const isDecimal = /^\d+$/.test(key) && toJson(locate(root, [...path, ...inside, key]).node) === null;
  const help = isElsewhere ? `did you mean ${joinWithOr(elsewhere)}?` : suggest(near ?? key, known, "known keys");
  return {
    path: [...path, ...inside, key],
    at: "key",
    message: `unknown key \`${key}\``,
    help: isDecimal ? "a comma begins another key: the decimal point is `.`" : help,
    meant: near === undefined ? undefined : [...path, ...inside, near],
  };
}

function missingKey(path: Path, inside: Path, schema: z.ZodType): PathDiagnostic {
  const schemas = schemasAt(schema, inside);
  const types = new Set(schemas.flatMap(typeNamesOf));
  const help = schemas.map(describeSchema).find((text) => text !== undefined);
  const type = types.size === 1 || help === undefined ? joinWithOr([...types]) : "";
  return { path, at: "key", message: `missing \`${String(path.at(-1))}\`${type && `, ${type}`}`, help };
}

/** Description of a schema as help: `objective of the student, such as sid/l2`. */
function describeSchema(schema: z.core.$ZodType): string | undefined {
  const { description, example } = z.globalRegistry.get(schema) ?? {};
  if (description === undefined) return undefined;
  const phrase = description.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()).replace(/\.$/, "");
  return typeof example === "string" ? `${phrase}, such as \`${example}\`` : phrase;
}

function typeNamesOf({ _zod: { def } }: z.core.$ZodTypes): string[] {
  if (def.type === "enum") return [joinWithOr(Object.values(def.entries).map((value) => `\`${value}\``))];
  if (def.type === "literal") return def.values.map((value) => `\`${String(value)}\``);
  return hasTypeName(def.type) ? [typeName(def.type)] : [];
}
