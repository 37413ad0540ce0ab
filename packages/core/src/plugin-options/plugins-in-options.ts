import type { z } from "zod";
import type { PluginOptionMeta } from "./plugin-option.ts";

/** A plugin in the options of another. */
export interface PluginInOptions extends PluginOptionMeta {
  /** Keys from the options to the block. */
  readonly path: readonly string[];
  /** The block as written. */
  readonly block: { readonly use: string; readonly [key: string]: unknown };
  /** Defaults of the keys beside the options of the plugin. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** A schema, possibly of another copy of zod. */
interface AnySchema {
  safeParse?(value: unknown): { readonly data?: unknown };
  meta?(): Partial<PluginOptionMeta> | undefined;
  readonly def?: {
    readonly type?: string;
    readonly shape?: Readonly<Record<string, AnySchema>>;
    readonly valueType?: AnySchema;
    readonly element?: AnySchema;
    readonly innerType?: AnySchema;
    readonly in?: AnySchema;
    readonly options?: readonly AnySchema[];
  };
}

/** Finds the plugins in the options of another: an outer one before those in the keys beside its options. */
export const pluginsInOptions = (schema: z.ZodType, options: unknown): readonly PluginInOptions[] =>
  find(schema as AnySchema, options, []);

function find(schema: AnySchema, value: unknown, path: readonly string[]): readonly PluginInOptions[] {
  const { pluginRole, beside = [] } = schema.meta?.() ?? {};
  const block = pluginRole && blockOf(value);
  const own = block ? [{ pluginRole, beside, path, block, defaults: defaultsOf(schema, block.use, beside) }] : [];
  return [...own, ...inside(schema, value).flatMap(([inner, each, key]) => find(inner, each, [...path, ...key]))];
}

/** The keys beside a plugin that is given by its name alone. */
function defaultsOf(schema: AnySchema, use: string, beside: readonly string[]): Record<string, unknown> {
  const block = blockOf(schema.safeParse?.(use).data);
  return block ? keysBeside({ block, beside }) : {};
}

type Inside = readonly [schema: AnySchema, value: unknown, key: readonly string[]];

/** The schemas inside a schema, with their parts of a value. */
function inside({ def = {} }: AnySchema, value: unknown): readonly Inside[] {
  const wrapped = [def.innerType, def.in, ...(def.options ?? [])].filter((each) => each !== undefined);
  if (wrapped.length > 0) return wrapped.map((each) => [each, value, []]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): Inside[] => {
    const inner = def.shape && Object.hasOwn(def.shape, key) ? def.shape[key] : (def.valueType ?? def.element);
    return inner ? [[inner, each, [key]]] : [];
  });
}

function blockOf(value: unknown): PluginInOptions["block"] | undefined {
  if (typeof value === "string") return { use: value };
  return typeof value === "object" && value !== null && "use" in value && typeof value.use === "string"
    ? (value as PluginInOptions["block"])
    : undefined;
}

/** The options of the plugin of a block: without its name, and without the keys of the outer plugin. */
export const ownOptions = ({ block, beside }: Pick<PluginInOptions, "block" | "beside">): Record<string, unknown> =>
  Object.fromEntries(Object.entries(block).filter(([key]) => key !== "use" && !beside.includes(key)));

/** The keys of the outer plugin in a block. */
export const keysBeside = ({ block, beside }: Pick<PluginInOptions, "block" | "beside">): Record<string, unknown> =>
  Object.fromEntries(Object.entries(block).filter(([key]) => beside.includes(key)));

/** Puts the objects of the plugins in a plugin's options in their place, for `create`. */
export const withPluginObjects = (
  schema: z.ZodType,
  options: unknown,
  objectOf: (plugin: PluginInOptions) => unknown,
): unknown =>
  pluginsInOptions(schema, options).reduce(
    (tree, plugin) =>
      replaced(tree, plugin.path, (written) => ({
        ...keysBeside({ block: written as PluginInOptions["block"], beside: plugin.beside }),
        use: plugin.block.use,
        object: objectOf(plugin),
      })),
    options,
  );

/** Returns a copy of a tree with another value at a path. */
function replaced(tree: unknown, [key, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(tree);
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, change);
  return copy;
}
