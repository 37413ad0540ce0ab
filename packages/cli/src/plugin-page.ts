import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { NamedPlugin } from "@tweedie/engine";
import { describeOptions, type PluginOption, optionRows } from "./plugin-options.ts";
import { table } from "./table.ts";
import type { Colors } from "./terminal.ts";

/** All that there is to know of a plugin before it is used. */
export interface PluginDescription {
  readonly use: string;
  readonly role: string;
  readonly summary: string;
  readonly uses: readonly string[];
  /** Name and version of the package that it comes from, and its file. */
  readonly package?: string;
  readonly file: string;
  /** A block of an experiment that uses it, in one line. */
  readonly example: string;
  readonly options: readonly PluginOption[];
}

/** Describes a plugin. `places` are the paths of an experiment where plugins stand, and the role of each. */
export function describePlugin(
  { use, plugin, file }: NamedPlugin,
  places: Readonly<Record<string, string>>,
): PluginDescription {
  const { role, summary, uses } = plugin;
  const options = describeOptions(plugin.options);
  const place = Object.keys(places).find((path) => places[path] === role) ?? role;
  return { use, role, summary, uses, ...packageOf(file), file, example: exampleOf(use, place, options), options };
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

/** Options with their defaults, and dots where there is none, at a place such as `evaluate.metrics.*`. */
function exampleOf(use: string, place: string, options: readonly PluginOption[]): string {
  const given = options
    .filter(({ name, required, value }) => !name.includes(".") && (required || value !== undefined))
    .map(({ name, value = "..." }) => `${name}: ${value}`);
  const block = given.length > 0 ? `{ ${[`use: ${use}`, ...given].join(", ")} }` : use;
  return place.split(".").reduceRight((inside, part, depth) => {
    if (part === "*") return `[${inside}]`;
    return depth > 0 ? `{ ${part}: ${inside} }` : `${part}: ${inside}`;
  }, block);
}

/** The same for people. */
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
