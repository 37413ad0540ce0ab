import type { z } from "zod";
import type { Path } from "./path.ts";

/** A schema with its definition, whose shape depends on its type. */
type Schema = z.core.$ZodTypes;

/**
 * The schemas that may apply at a path of a schema: defaults, unions and the like, and what is inside them.
 *
 * They serve the help texts alone: which keys are known here, what a missing value should be.
 */
export function schemasAt(schema: z.core.$ZodType, path: Path): readonly Schema[] {
  const [part, ...rest] = path;
  const here = unwrap(schema as Schema, 0);
  if (part === undefined) return here;
  return here.flatMap((each) => {
    const next = inside(each, part);
    return next ? schemasAt(next, rest) : [];
  });
}

/** Keys of the map at a path. */
export const keysAt = (schema: z.core.$ZodType, path: Path): string[] =>
  schemasAt(schema, path).flatMap((each) => (each._zod.def.type === "object" ? Object.keys(each._zod.def.shape) : []));

function inside(schema: Schema, part: string | number): z.core.$ZodType | undefined {
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
  const into = (...next: readonly z.core.$ZodType[]) => [
    schema,
    ...next.flatMap((each) => unwrap(each as Schema, depth + 1)),
  ];
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return into(def.innerType);
    case "pipe":
      return into(def.in);
    case "lazy":
      return into(def.getter());
    case "union":
      return into(...def.options);
    case "intersection":
      return into(def.left, def.right);
    default:
      return [schema];
  }
}

/** Where else in a schema a key stands. */
export const homesOf = (schema: z.core.$ZodType, key: string, path: Path = []): Path[] =>
  unwrap(schema as Schema, 0).flatMap(({ _zod: { def } }) => {
    if (def.type !== "object" || path.length > 4) return [];
    const here = path.length > 0 && Object.hasOwn(def.shape, key) ? [[...path, key]] : [];
    return [...here, ...Object.entries(def.shape).flatMap(([name, inner]) => homesOf(inner, key, [...path, name]))];
  });
