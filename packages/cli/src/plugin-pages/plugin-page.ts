import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type KeyReference, keysOf, type NamedPlugin } from "@tweedie/engine";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { keyRows } from "./key-rows.ts";
import { exampleValue, flowText, yamlOfPlugin } from "./yaml-example.ts";

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
  readonly options: readonly KeyReference[];
}

/** Describes a plugin. `slots` maps the paths of an experiment at which a plugin is named to their roles. */
export function describePlugin(
  { use, plugin, file }: NamedPlugin,
  slots: Readonly<Record<string, string>>,
): PluginDescription {
  const { role, summary, uses } = plugin;
  const options = keysOf(plugin.options);
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

/** A plugin in its slot with its defaults and its required options. */
const exampleOf = (use: string, slot: string, options: readonly KeyReference[]): string => {
  const given = options.filter(({ path, required, default: value }) => {
    return !path.includes(".") && (required || value !== undefined);
  });
  return yamlOfPlugin(
    use,
    slot,
    given.map((key) => `${key.path}: ${key.default === undefined ? exampleValue(key) : flowText(key.default)}`),
  );
};

/** Renders a description for the terminal. */
export function pluginPage(description: PluginDescription, { bold, dim }: Colors): string {
  const { use, role, summary, uses, file, example } = description;
  const options = table(keyRows(description.options));
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
