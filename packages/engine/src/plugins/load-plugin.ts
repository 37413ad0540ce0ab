import { type DiagnosticText, suggest } from "@tweedie/config";
import { apiVersion, type Plugin, type SharedRole, sharedRoles } from "@tweedie/core";
import { withTimeout } from "../with-timeout.ts";
import { describeVersion } from "./contract-version.ts";
import { displayPath, errorSummary, positionIn } from "./error-text.ts";
import { importModule } from "../typescript/module-host.ts";
import { roles } from "./role-contracts.ts";
import type { PluginModule, Trust } from "./trust.ts";
import { UntrustedCodeError } from "./untrusted-code-error.ts";

/** Longest time that a module may take to load, in milliseconds. */
const loadTimeout = 20_000;

/** Imports a module and returns its plugin, or describes why it is not one. @throws UntrustedCodeError if it is not trusted */
export async function loadPlugin(module: PluginModule, trust: Trust): Promise<Plugin | DiagnosticText> {
  const exported = await loadDefaultExport(module, trust);
  return "message" in exported ? exported : asPlugin(exported.value, module);
}

/**
 * Imports a module and returns its default export. No other function imports code that an experiment names.
 *
 * @throws UntrustedCodeError if the module is not trusted
 */
export async function loadDefaultExport(
  module: PluginModule,
  trust: Trust,
): Promise<{ readonly value: unknown } | DiagnosticText> {
  if (!trust(module)) throw new UntrustedCodeError([module]);
  const { file, use } = module;
  try {
    return { value: (await withTimeout(loadTimeout, importModule(file))).default };
  } catch (error) {
    const note = `it was loaded from ${positionIn(file, error) ?? displayPath(file)}`;
    const missing = /^Cannot find package '([^']+)'/.exec(errorSummary(error))?.[1];
    return missing === undefined
      ? { message: `\`${use}\` cannot be loaded: ${errorSummary(error)}`, note }
      : { message: `\`${use}\` imports \`${missing}\`, which is not installed there`, note };
  }
}

/** True if a value is meant to be a plugin, valid or not. */
export const resemblesPlugin = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "role" in value && "create" in value;

/** Returns a value as a plugin, or describes why it is not one. */
export function asPlugin(
  value: unknown,
  from: { readonly file: string; readonly use: string },
): Plugin | DiagnosticText {
  const problem = problemOf(value);
  if (!problem) return value as Plugin;
  const note = `it was loaded from ${displayPath(from.file)}`;
  return { ...problem, message: `\`${from.use}\` ${problem.message}`, note };
}

function problemOf(value: unknown): DiagnosticText | undefined {
  const help = "write `export default definePlugin({ ... })`";
  if (value === undefined) return { message: "has no default export", help };
  if (!resemblesPlugin(value)) return { message: `exports ${describeType(value)}, not a plugin`, help };
  const plugin = value as Partial<Record<keyof Plugin, unknown>>;
  if (plugin.apiVersion === undefined)
    return { message: "exports a plugin that was not created with definePlugin", help };
  if (plugin.apiVersion !== apiVersion) {
    const message = describeVersion(plugin.apiVersion, plugin.role);
    return { message, help: "install versions of the plugin and of Tweedie that belong together" };
  }
  if (!roles.some((role) => role === plugin.role)) {
    const message = `has the role ${JSON.stringify(plugin.role)}, which does not exist`;
    return { message, help: suggest(String(plugin.role), roles, "roles") };
  }
  return fieldProblemOf(plugin, help);
}

/** Checks the fields of a plugin of this version with a valid role. */
function fieldProblemOf(
  { summary, aliases, options, uses, create }: Partial<Record<keyof Plugin, unknown>>,
  help: string,
): DiagnosticText | undefined {
  if (typeof summary !== "string" || summary === "") {
    return { message: "has no summary", help: 'describe it in one line: `summary: "..."`' };
  }
  if (aliases !== undefined && !(Array.isArray(aliases) && aliases.every((alias) => typeof alias === "string"))) {
    return {
      message: `has ${describeType(aliases)} as \`aliases\`, not a list of names`,
      help: 'write `aliases: ["fid"]`',
    };
  }
  if (!isSchema(options)) {
    const message = `has ${describeType(options)} as \`options\`, not a schema`;
    return { message, help: "write `options: z.strictObject({ ... })`, with zod 4" };
  }
  if (!Array.isArray(uses)) {
    return { message: `has ${describeType(uses)} as \`uses\`, not a list`, help: 'write `uses: ["data"]`' };
  }
  const unknown: unknown = uses.find((role) => !sharedRoles.includes(role as SharedRole));
  if (unknown !== undefined) {
    const message = `uses ${JSON.stringify(unknown)}, which is not a role that plugins can use`;
    return { message, help: suggest(String(unknown), sharedRoles, "roles") };
  }
  if (typeof create === "function") return undefined;
  return { message: `has ${describeType(create)} as \`create\`, not a function`, help };
}

/** True for a schema of zod 4, also of another copy of zod. */
const isSchema = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "_zod" in value && "safeParse" in value && "toJSONSchema" in value;

function describeType(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
