import { resolve } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";

/** An option that names something on the disk. */
export interface FileOption {
  /** Dotted path in the options: `path`, `init.run`. */
  readonly name: string;
  /** A file or folder whose content the run reads, or the folder of another run. */
  readonly format: FileFormat;
}

type FileFormat = "path" | "run";

type Tree = Readonly<Record<string, unknown>>;

/** Schema of options, possibly of another copy of zod. */
interface OptionSchema {
  meta?(): { readonly format?: unknown } | undefined;
  readonly shape?: Readonly<Record<string, OptionSchema>>;
  readonly options?: readonly OptionSchema[];
  readonly def?: { readonly innerType?: OptionSchema };
}

/** Options that name files, folders or runs. A plugin declares them by `.meta({ format: "path" })` and `.meta({ format: "run" })`. */
export const fileOptions = ({ options }: Pick<Plugin, "options">): readonly FileOption[] =>
  fileOptionsIn(options as OptionSchema, "");

function fileOptionsIn(schema: OptionSchema, name: string): readonly FileOption[] {
  const format = schema.meta?.()?.format;
  if (format === "path" || format === "run") return [{ name, format }];
  const { shape, options, def } = schema;
  if (shape) {
    return Object.entries(shape).flatMap(([key, inner]) => fileOptionsIn(inner, name === "" ? key : `${name}.${key}`));
  }
  // The alternatives of a union, or the schema inside `optional` and its like.
  const inner = Array.isArray(options) ? options : def?.innerType ? [def.innerType] : [];
  return inner.flatMap((each: OptionSchema) => fileOptionsIn(each, name));
}

/** The value of an option as written, or undefined. */
export const optionAt = (options: unknown, name: string): unknown =>
  name
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Tree)[key] : undefined,
      options,
    );

/**
 * Makes the paths in a block's options absolute.
 *
 * @param folderOf Returns the folder that a relative path of an option starts from.
 */
export const resolveFileOptions = (
  block: PluginBlock,
  plugin: Plugin,
  folderOf: (name: string) => string,
): PluginBlock =>
  mapFileOptions(block, fileOptions(plugin), (path, name) => (path === "" ? path : resolve(folderOf(name), path)));

/** Replaces the texts of options that name files. */
export const mapFileOptions = <T extends object>(
  block: T,
  options: readonly FileOption[],
  replace: (path: string, name: string) => string,
): T =>
  options.reduce((changed, { name }) => {
    const value = optionAt(changed, name);
    return typeof value === "string" ? (withOption(changed, name.split("."), replace(value, name)) as T) : changed;
  }, block);

function withOption(tree: object, [key, ...rest]: readonly string[], value: unknown): object {
  const inner = (tree as Tree)[key!] as object;
  return { ...tree, [key!]: rest.length === 0 ? value : withOption(inner, rest, value) };
}
