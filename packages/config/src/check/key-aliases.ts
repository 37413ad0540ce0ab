import { z } from "zod";
import { nearest } from "../diagnose/suggest.ts";
import type { Path } from "../tree/path.ts";
import { entriesAt, keysAt, pathsOfSchemas, schemasAt } from "./schema-paths.ts";

/** Metadata of a schema that answers other words of the field. They are data beside the key or the value that they mean. */
interface Words {
  /** Other names of a key: `batch_size` of `batch`. */
  readonly aliases?: readonly string[];
  /** Other names of the values of a key, with the values: `gpu` of a backend. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
}

const wordsOf = (schema: z.core.$ZodType): Words => (z.globalRegistry.get(schema) ?? {}) as Words;

/** In lower case, without signs. */
const normalize = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

const isAlias = (schema: z.core.$ZodType, key: string): boolean =>
  schemasAt(schema, []).some((each) => wordsOf(each).aliases?.some((alias) => normalize(alias) === normalize(key)));

/** Returns the key beside an unknown key that it stands for: the one that the field also calls so, or the one that is spelt alike. */
export function meantKey(
  schema: z.core.$ZodType,
  path: Path,
  key: string,
  reserved: readonly string[] = [],
): string | undefined {
  const called = entriesAt(schema, path).find(([, inner]) => isAlias(inner, key));
  const known = [...keysAt(schema, path), ...(path.length === 0 ? reserved : [])];
  return called?.[0] ?? nearest(key, known);
}

/** Returns the paths of all keys below the root that the field also calls by a name. */
export const pathsOfAlias = (schema: z.core.$ZodType, key: string): Path[] =>
  pathsOfSchemas(schema, (inner) => isAlias(inner, key));

/** Returns the values that the field also calls by a word, at a path of a schema. */
export function meantValues(schema: z.core.$ZodType, path: Path, word: string): readonly string[] {
  const synonyms = schemasAt(schema, path).flatMap((each) => Object.entries(wordsOf(each).synonyms ?? {}));
  return synonyms.find(([name]) => normalize(name) === normalize(word))?.[1] ?? [];
}
