import { resolve } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";

/** Schema of one option, possibly of another copy of zod. */
interface OptionSchema {
  meta?(): { readonly format?: unknown } | undefined;
}

/** Names of the options that are paths of files or folders. A plugin declares one by `.meta({ format: "path" })`. */
export function pathOptions({ options }: Pick<Plugin, "options">): readonly string[] {
  const { shape = {} } = options as { readonly shape?: Readonly<Record<string, OptionSchema>> };
  return Object.keys(shape).filter((name) => shape[name]?.meta?.()?.format === "path");
}

/**
 * Makes the paths in a block's options absolute.
 *
 * @param folderOf Returns the folder that a relative path of an option starts from.
 */
export function resolveFileOptions(
  block: PluginBlock,
  plugin: Plugin,
  folderOf: (name: string) => string,
): PluginBlock {
  const files = pathOptions(plugin).flatMap((name) => {
    const value = Object.hasOwn(block, name) ? block[name] : undefined;
    return typeof value === "string" && value !== "" ? [[name, resolve(folderOf(name), value)] as const] : [];
  });
  return { ...block, ...Object.fromEntries(files) };
}
