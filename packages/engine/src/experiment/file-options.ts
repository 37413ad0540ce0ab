import { resolve } from "node:path";
import type { PluginBlock } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";

/** Schema of one option, possibly of another copy of zod. */
interface OptionSchema {
  meta?(): { readonly format?: unknown } | undefined;
}

/**
 * Makes the paths in a block's options absolute. A plugin declares an option as a path by `.meta({ format: "path" })`.
 *
 * @param folderOf Returns the folder that a relative path of an option starts from.
 */
export function resolveFileOptions(
  block: PluginBlock,
  { options }: Plugin,
  folderOf: (name: string) => string,
): PluginBlock {
  const { shape = {} } = options as { readonly shape?: Readonly<Record<string, OptionSchema>> };
  const files = Object.entries(block).flatMap(([name, value]) => {
    const isPath = typeof value === "string" && Object.hasOwn(shape, name) && shape[name]?.meta?.()?.format === "path";
    return isPath && value !== "" ? [[name, resolve(folderOf(name), value)] as const] : [];
  });
  return { ...block, ...Object.fromEntries(files) };
}
