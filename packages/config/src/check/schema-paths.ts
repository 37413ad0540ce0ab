import type { z } from "zod";
import type { Path } from "../tree/path.ts";

/** A schema with its definition, which depends on its type. */
type Schema = z.core.$ZodTypes;

/**
 * Returns the schemas that may apply at a path of a schema, wrappers such as defaults and unions included.
 *
 * They serve help texts alone: known keys, and the type of a missing value.
 */
export function schemasAt(schema: z.core.$ZodType, path: Path): readonly Schema[] {
  const [part, ...rest] = path;
  const here = unwrap(schema as Schema, 0);
  if (part === undefined) return here;
  return here.flatMap((each) => {
    const next = childSchema(each, part);
    return next ? schemasAt(next, rest) : [];
  });
}

/** Returns the keys of the map at a path with their schemas. */
export const entriesAt = (schema: z.core.$ZodType, path: Path): (readonly [string, z.core.$ZodType])[] =>
  schemasAt(schema, path).flatMap((each) =>
    each._zod.def.type === "object" ? Object.entries(each._zod.def.shape) : [],
  );

/** Returns the keys of the map at a path. */
export const keysAt = (schema: z.core.$ZodType, path: Path): string[] => entriesAt(schema, path).map(([key]) => key);

function childSchema(schema: Schema, part: string | number): z.core.$ZodType | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case "object":
      return Object.hasOwn(def.shape, part) ? def.shape[part] : def.catchall;
    case "record":
      return def.valueType;
    case "array":
      return def.element;
    case "tuple":
      return def.items[Number(part)] ?? def.rest ?? undefined;
    default:
      return undefined;
  }
}

function unwrap(schema: Schema, depth: number): readonly Schema[] {
  if (depth > 16) return [];
  const { def } = schema._zod;
  const withInner = (...inner: readonly z.core.$ZodType[]) => [
    schema,
    ...inner.flatMap((each) => unwrap(each as Schema, depth + 1)),
  ];
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return withInner(def.innerType);
    case "pipe":
      return withInner(def.in);
    case "lazy":
      return withInner(def.getter());
    case "union":
      return withInner(...def.options);
    case "intersection":
      return withInner(def.left, def.right);
    default:
      return [schema];
  }
}

/** Returns the paths below the root at which a schema has a key, at most five levels deep. */
export const pathsOfKey = (schema: z.core.$ZodType, key: string): Path[] =>
  pathsOfSchemas(schema, (_, name) => name === key).filter((path) => path.length > 1);

/** Returns the paths of the schemas that satisfy a condition, at most five levels deep. */
export const pathsOfSchemas = (
  schema: z.core.$ZodType,
  condition: (schema: z.core.$ZodType, key: string) => boolean,
  path: Path = [],
): Path[] =>
  unwrap(schema as Schema, 0).flatMap(({ _zod: { def } }) => {
    if (def.type !== "object" || path.length > 4) return [];
    return Object.entries(def.shape).flatMap(([name, inner]) => {
      const at = [...path, name];
      return [...(condition(inner, name) ? [at] : []), ...pathsOfSchemas(inner, condition, at)];
    });
  });
