import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { NamedPlugin } from "@tweedie/engine";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { describeOptions, optionRows, type PluginOption } from "./plugin-options.ts";

/** Description of a plugin for its users, and the JSON object of `tweedie plugins --json`. */
export interface PluginDescription {
  readonly use: string;
  readonly role: string;
  readonly summary: string;
  readonly uses: readonly string[];
  /** Name and version of the package that contains the plugin. */
  readonly package?: string;
  readonly file: string;
  /** A block of an experiment that uses the plugin, as one line of YAML. */
  readonly example: string;
  readonly options: readonly PluginOption[];
}

/** Describes a plugin. `slots` maps the paths of an experiment at which a plugin is named to their roles. */
export function describePlugin(
  { use, plugin, file }: NamedPlugin,
  slots: Readonly<Record<string, string>>,
): PluginDescription {
  const { role, summary, uses } = plugin;
  const options = describeOptions(plugin.options);
  const slot = Object.keys(slots).find((path) => slots[path] === role) ?? role;
  return { use, role, summary, uses, ...packageOf(file), file, example: exampleOf(use, slot, options), options };
}

function packageOf(file: string): { readonly package?: string } {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "package.json"));
    if (manifest) return { package: [manifest.name, manifest.version].filter(Boolean).join(" ") };
  }
  return {};
}

function readManifest(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as { name?: string };
  } catch {
    return undefined;
  }
}

/** A plugin in its slot, such as `evaluate.metrics.*`, with its defaults. A required option has the value `...`. */
function exampleOf(use: string, slot: string, options: readonly PluginOption[]): string {
  const given = options
    .filter(({ name, required, value }) => !name.includes(".") && (required || value !== undefined))
    .map(({ name, value = "..." }) => `${name}: ${value}`);
  const block = given.length > 0 ? `{ ${[`use: ${use}`, ...given].join(", ")} }` : use;
  return slot.split(".").reduceRight((inner, segment, depth) => {
    if (segment === "*") return `[${inner}]`;
    return depth > 0 ? `{ ${segment}: ${inner} }` : `${segment}: ${inner}`;
  }, block);
}

/** Renders a description for the terminal. */
export function pluginPage(description: PluginDescription, { bold, dim }: Colors): string {
  const { use, role, summary, uses, file, example } = description;
  const options = table(optionRows(description.options));
  const facts = [
    ["example", example],
    ...(uses.length > 0 ? [["uses", uses.join(", ")]] : []),
    ["from", [description.package, relative(process.cwd(), file)].filter(Boolean).join(", ")],
  ];
  const lines = [
    `${bold(use)}, ${role}`,
    summary,
    "",
    ...(options.length > 0 ? options : ["no options"]),
    "",
    ...table(facts, (cell, _, column) => (column === 0 ? dim(cell) : cell)),
  ];
  return `${lines.join("\n")}\n`;
}
