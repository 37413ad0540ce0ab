import { z } from "zod";
import { advise } from "./advice.ts";
import type { Finding } from "./diagnostic.ts";
import { either, isKind, kindOf, show } from "./issue.ts";
import { locate, toJson, type Node } from "./node.ts";
import { formatPath, type Path } from "./path.ts";
import { homesOf, keysAt, schemasAt } from "./schema.ts";
import { nearest, suggest } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** What was checked, and against what. */
interface Checked {
  readonly root: Node;
  readonly path: Path;
  readonly schema: z.ZodType;
  /** Keys that stand beside those of the schema and are somebody else's. */
  readonly reserved: readonly string[];
}

/** A finding at a path from the root. */
interface PathFinding extends Finding {
  readonly path: Path;
  readonly at: "key" | "value";
  /** The path that was meant. */
  readonly meant?: Path | undefined;
}

/** What zod found, as people are told. */
export function findingsOf(issues: readonly Issue[], checked: Checked): readonly PathFinding[] {
  const found = issues.flatMap((issue) => flatten(issue, [])).flatMap((issue) => describe(issue, checked));
  // A misspelt key and the missing one that it stands for are one mistake.
  const meant = new Set(found.flatMap((each) => (each.meant ? [formatPath(each.meant)] : [])));
  return found.filter((each) => !meant.has(formatPath(each.path)));
}

/** Replaces the failure of a union by that of the alternative that was probably meant. */
function flatten(issue: Issue, base: Path): Issue[] {
  const path = [...base, ...issue.path] as (string | number)[];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{ ...issue, path }];
  const isOther = (each: Issue) => each.path.length === 0 && ["invalid_type", "invalid_value"].includes(each.code);
  const [fitting] = issue.errors.filter((branch) => !branch.some(isOther)).sort((a, b) => a.length - b.length);
  if (fitting) return fitting.flatMap((each) => flatten(each, path));
  const expected = issue.errors.flat().flatMap((each) => {
    if (each.code === "invalid_type") return [kindOf(each.expected)];
    return each.code === "invalid_value" ? each.values.map((value) => `\`${String(value)}\``) : [];
  });
  return [{ ...issue, path, message: `expected ${either([...new Set(expected)])}` }];
}

function describe(issue: Issue, checked: Checked): PathFinding[] {
  const inside = issue.path as Path;
  const path = [...checked.path, ...inside];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, inside, checked));
  if (issue.code === "invalid_key") {
    return [{ path, at: "key", message: issue.issues.map(({ message }) => message).join("; ") }];
  }
  const { node, exact } = locate(checked.root, path);
  if (!exact) return [missing(path, inside, checked.schema)];
  const value = toJson(node);
  const { source, start, end } = node.from ?? node.origin;
  const message =
    issue.code === "invalid_union" && issue.errors.length > 0 ? `${issue.message}, got ${show(value)}` : issue.message;
  return [{ path, at: "value", message, help: advise(issue, value, source.text.slice(start, end)) }];
}

function unknownKey(key: string, inside: Path, { path, schema, reserved }: Checked): PathFinding {
  const known = [...keysAt(schema, inside), ...(inside.length === 0 ? reserved : [])];
  const near = nearest(key, known);
  const homes = near === undefined ? homesOf(schema, key).map((home) => `\`${formatPath([...path, ...home])}\``) : [];
  return {
    path: [...path, ...inside, key],
    at: "key",
    message: `unknown key \`${key}\``,
    help: homes.length > 0 && homes.length < 4 ? `did you mean ${either(homes)}?` : suggest(key, known, "known keys"),
    meant: near === undefined ? undefined : [...path, ...inside, near],
  };
}

function missing(path: Path, inside: Path, schema: z.ZodType): PathFinding {
  const schemas = schemasAt(schema, inside);
  const kinds = new Set(schemas.flatMap(kindsOf));
  const help = schemas.map((each) => z.globalRegistry.get(each)?.description).find((text) => text !== undefined);
  const kind = kinds.size === 1 || help === undefined ? either([...kinds]) : "";
  return { path, at: "key", message: `missing \`${String(path.at(-1))}\`${kind && `, ${kind}`}`, help };
}

function kindsOf({ _zod: { def } }: z.core.$ZodTypes): string[] {
  if (def.type === "enum") return [either(Object.values(def.entries).map((value) => `\`${value}\``))];
  if (def.type === "literal") return def.values.map((value) => `\`${String(value)}\``);
  return isKind(def.type) ? [kindOf(def.type)] : [];
}
