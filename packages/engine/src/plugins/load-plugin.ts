import { type Finding, suggest } from "@tweedie/config";
import { apiVersion, type Plugin, type SharedRole, sharedRoles } from "@tweedie/core";
import { pathToFileURL } from "node:url";
import { roles } from "./role-contracts.ts";
import { withTimeout } from "../with-timeout.ts";
import { nameOf, placeIn, summaryOf } from "./thrown.ts";

/** The longest that a module may take to load, in milliseconds. */
const patience = 20_000;

/** Imports a file and checks that it is a plugin, or says what is wrong with it. */
export async function loadPlugin(file: string, use: string): Promise<Plugin | Finding> {
  const exported = await loadDefault(file, use);
  return "message" in exported ? exported : checkPlugin(exported.value, { file, use });
}

/** What a file exports by default. */
export async function loadDefault(file: string, use: string): Promise<{ readonly value: unknown } | Finding> {
  try {
    const module = (await withTimeout(patience, import(pathToFileURL(file).href))) as { readonly default?: unknown };
    return { value: module.default };
  } catch (error) {
    const note = `it was read from ${placeIn(file, error) ?? nameOf(file)}`;
    const missing = /^Cannot find package '([^']+)'/.exec(summaryOf(error))?.[1];
    return missing === undefined
      ? { message: `\`${use}\` cannot be loaded: ${summaryOf(error)}`, note }
      : { message: `\`${use}\` imports \`${missing}\`, which is not installed there`, note };
  }
}

/** Whether a value is meant to be a plugin, be it a good one or not. */
export const looksLikePlugin = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "role" in value && "create" in value;

/** The plugin that a value is, or what keeps it from being one. */
export function checkPlugin(value: unknown, from: { readonly file: string; readonly use: string }): Plugin | Finding {
  const wrong = wrongWith(value);
  if (!wrong) return value as Plugin;
  return { ...wrong, message: `\`${from.use}\` ${wrong.message}`, note: `it was read from ${nameOf(from.file)}` };
}

function wrongWith(value: unknown): Finding | undefined {
  const help = "write `export default definePlugin({ ... })`";
  if (value === undefined) return { message: "has no default export", help };
  if (!looksLikePlugin(value)) return { message: `exports ${kindOf(value)}, not a plugin`, help };
  const plugin = value as Partial<Record<keyof Plugin, unknown>>;
  if (plugin.apiVersion === undefined) return { message: "exports a plugin that definePlugin did not make", help };
  if (plugin.apiVersion !== apiVersion) {
    const message = `is made for version ${String(plugin.apiVersion)} of the plugin interface, and this is version ${apiVersion}`;
    return { message, help: "install versions of the plugin and of Tweedie that belong together" };
  }
  if (!roles.some((role) => role === plugin.role)) {
    const message = `has the role ${JSON.stringify(plugin.role)}, which does not exist`;
    return { message, help: suggest(String(plugin.role), roles, "roles") };
  }
  if (typeof plugin.summary !== "string" || plugin.summary === "") {
    return { message: "has no summary", help: 'say in one line what it is: `summary: "..."`' };
  }
  if (!isSchema(plugin.options)) {
    const message = `has ${kindOf(plugin.options)} for its options, not a schema`;
    return { message, help: "write `options: z.strictObject({ ... })`, with zod 4" };
  }
  if (!Array.isArray(plugin.uses)) return { message: `uses ${kindOf(plugin.uses)}`, help: 'write `uses: ["data"]`' };
  const unknown: unknown = plugin.uses.find((role) => !sharedRoles.includes(role as SharedRole));
  if (unknown !== undefined) {
    const message = `uses ${JSON.stringify(unknown)}, which is no role that a plugin can use`;
    return { message, help: suggest(String(unknown), sharedRoles, "roles") };
  }
  if (typeof plugin.create !== "function") return { message: `has ${kindOf(plugin.create)} for create`, help };
  return undefined;
}

/** Whether a value is a schema of zod 4, be it of another copy of zod. */
const isSchema = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "_zod" in value && "safeParse" in value && "toJSONSchema" in value;

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  const kinds: Readonly<Record<string, string>> = { function: "a function", object: "an object", string: "a text" };
  return kinds[typeof value] ?? `a ${typeof value}`;
}
