import type { PluginBlock } from "@tweedie/config";
import type { Plugin } from "@tweedie/core";
import { resolve } from "node:path";

/** A member of an object schema, be it of another copy of zod. */
interface Member {
  meta?(): { readonly format?: unknown } | undefined;
}

/**
 * The options of a block, those that name files made absolute. A plugin declares them by `.meta({ format: "path" })`.
 *
 * @param folderOf The folder that the relative path of an option starts from.
 */
export function placeFiles(block: PluginBlock, { options }: Plugin, folderOf: (name: string) => string): PluginBlock {
  const { shape = {} } = options as { readonly shape?: Readonly<Record<string, Member>> };
  const files = Object.entries(block).flatMap(([name, value]) => {
    const isFile = typeof value === "string" && Object.hasOwn(shape, name) && shape[name]?.meta?.()?.format === "path";
    return isFile && value !== "" ? [[name, resolve(folderOf(name), value)] as const] : [];
  });
  return { ...block, ...Object.fromEntries(files) };
}
