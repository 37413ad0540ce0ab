import { z } from "zod";
import type { Path } from "../tree/path.ts";
import { meantKey } from "./key-aliases.ts";
import { flattenIssue } from "./issue-diagnostics.ts";
import { schemasAt } from "./schema-paths.ts";

/** A checked value. If it was invalid, its mistakes are mended as far as possible, so that checks of other parts can go on. */
export interface Mended<T> {
  /** The value with defaults; undefined if it cannot be mended. */
  readonly value: T | undefined;
  /** True if nothing had to be mended. */
  readonly isValid: boolean;
  /** Dotted paths that have a default or an example in place of what is wrong or missing. */
  readonly wrong: readonly string[];
}

type Tree = Record<string | number, unknown>;

/** Rounds of checks: mending a value can uncover another mistake. */
const rounds = 8;

/** Mends a value that a schema refuses: misspelt keys get their right names, and wrong values are left out. */
export function mend<S extends z.ZodType>(schema: S, value: unknown, reserved: readonly string[]): Mended<z.output<S>> {
  const tree: unknown = structuredClone(value);
  const wrong = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const result = schema.safeParse(tree);
    if (result.success) return { value: result.data, isValid: false, wrong: [...wrong] };
    const issues = result.error.issues.flatMap((issue) => flattenIssue(issue, []));
    if (!issues.every((issue) => mendIssue(tree, issue, { schema, reserved, wrong }))) break;
  }
  return { value: undefined, isValid: false, wrong: [...wrong] };
}

interface Context {
  readonly schema: z.ZodType;
  readonly reserved: readonly string[];
  readonly wrong: Set<string>;
}

/** Mends the cause of an issue in a tree. Returns false if there is no way to. */
function mendIssue(tree: unknown, issue: z.core.$ZodIssue, { schema, reserved, wrong }: Context): boolean {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    const parent = valueAt(tree, path);
    if (!parent) return false;
    for (const key of issue.keys) {
      const meant = meantKey(schema, path, key, reserved);
      if (meant !== undefined && !reserved.includes(meant) && !Object.hasOwn(parent, meant))
        parent[meant] = parent[key];
      Reflect.deleteProperty(parent, key);
    }
    return true;
  }
  // An item that is left out of a list would change the numbers of those behind it.
  const item = path.findIndex((part) => typeof part === "number");
  const whole = item < 0 ? path : path.slice(0, item);
  const key = whole.at(-1);
  const parent = valueAt(tree, whole.slice(0, -1));
  if (key === undefined || !parent) return false;
  wrong.add(whole.join("."));
  if (Object.hasOwn(parent, key)) {
    Reflect.deleteProperty(parent, key);
    return true;
  }
  parent[key] = schemasAt(schema, whole)
    .map((each) => z.globalRegistry.get(each)?.example)
    .find((example) => example !== undefined);
  return parent[key] !== undefined;
}

function valueAt(tree: unknown, path: Path): Tree | undefined {
  const value = path.reduce<unknown>((node, part) => (isTree(node) ? node[part] : undefined), tree);
  return isTree(value) ? value : undefined;
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;
