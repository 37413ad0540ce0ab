import { type Finding, nearest, staysInside, suggest } from "@tweedie/config";
import type { Plugin, Role } from "@tweedie/core";
import { existsSync, realpathSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Project } from "./project.ts";
import { availablePlugins, pluginsOf } from "./available-plugins.ts";
import { loadPlugin } from "./load-plugin.ts";
import { type PluginCode, readPluginCode } from "./plugin-code.ts";
import { parsePluginName, type PluginName } from "./plugin-name.ts";
import { installedFamilies, installedPackage, type PluginPackage, resolveSubpath } from "./plugin-package.ts";

/** A plugin that was found, and where. */
export interface FoundPlugin {
  readonly plugin: Plugin;
  /** Its module. */
  readonly file: string;
  /** Its text, where it is a file of the lab. */
  readonly code?: PluginCode;
}

/** A name in an experiment: the role that it has to fill, and the folder that relative paths start from. */
export interface PluginReference {
  readonly use: string;
  readonly role: Role;
  readonly folder: string;
}

/** The plugin that an experiment names, if the lab has it and it fills the role; else what is wrong with the name. */
export async function findPlugin(reference: PluginReference, lab: Project): Promise<FoundPlugin | Finding> {
  const { use, role } = reference;
  const name = parsePluginName(use);
  if ("message" in name) return name;
  const file = name.kind === "file" ? await findFile(reference, lab) : await findModule(name, reference, lab);
  if (typeof file !== "string") return file;
  const plugin = await loadPlugin(file, use);
  if ("message" in plugin) return plugin;
  if (plugin.role !== role) {
    const message = `\`${use}\` fills the role ${plugin.role}, not ${role}`;
    return { message, help: await fitting(role, lab) };
  }
  return { plugin, file, ...(name.kind === "file" && { code: await readPluginCode(file) }) };
}

/** A file of the project, links followed. Neither its path nor what it links to leads out, or to what is installed. */
async function findFile({ use, folder }: PluginReference, { root }: Project): Promise<string | Finding> {
  const path = join(realpathSync(folder), use);
  const file = existsSync(path) ? realpathSync(path) : undefined;
  const isInstalled = [path, file ?? ""].some((each) => relative(root, each).split(sep).includes("node_modules"));
  if (isInstalled || !staysInside(root, folder, use)) {
    const message = `\`${use}\` leads out of the project`;
    return { message, help: `plugins are files in ${root}, or of packages that its package.json allows` };
  }
  if (file) return statSync(file).isFile() ? file : { message: `\`${use}\` is not a file` };
  const names = await readdir(dirname(path)).catch(() => []);
  const near = nearest(
    basename(path),
    names.filter((name) => /\.m?[jt]s$/.test(name)),
  );
  return {
    message: `\`${use}\`: no such file`,
    help: near && `did you mean \`${use.slice(0, -basename(path).length)}${near}\`?`,
  };
}

/** A module of a family, or of a package that the lab allows. */
async function findModule(
  name: Extract<PluginName, { kind: "package" }>,
  { use, role }: PluginReference,
  lab: Project,
): Promise<string | Finding> {
  const families = installedFamilies(lab);
  const family = name.subpath === "." ? undefined : families.find(({ prefix }) => prefix === name.package);
  const isAllowed = lab.packages.includes(name.package);
  if (family && isAllowed) {
    const message = `\`${name.package}\` is a family of Tweedie's and a package that package.json allows`;
    return { message, help: "take the package out of package.json, or rename it" };
  }
  const found = family ?? (isAllowed ? installedPackage(name.package, lab) : undefined);
  if (found) return resolveSubpath(found, name.subpath) ?? noSuchPlugin(use, found);
  if (isAllowed) {
    const message = `the package \`${name.package}\` is not installed`;
    return { message, help: `\`npm install ${name.package}\`` };
  }
  return unknownPackage(name, { use, role }, { families, lab });
}

async function noSuchPlugin(use: string, found: PluginPackage): Promise<Finding> {
  const { plugins } = await pluginsOf(found);
  return {
    message: `no plugin \`${use}\``,
    help: suggest(
      use,
      plugins.map((each) => each.use),
      `plugins of ${found.prefix}`,
    ),
  };
}

async function unknownPackage(
  { package: name, subpath }: Extract<PluginName, { kind: "package" }>,
  { use, role }: Pick<PluginReference, "use" | "role">,
  { families, lab }: { readonly families: readonly PluginPackage[]; readonly lab: Project },
): Promise<Finding> {
  if (subpath === ".") {
    const help = /\.[jt]s$/.test(name) ? `write \`./${name}\`` : `write family/name; ${await fitting(role, lab)}`;
    return { message: `\`${use}\` is not the name of a plugin`, help };
  }
  const family = families.find((each) => each.name === name);
  if (family) {
    return {
      message: `\`${use}\` is not how a family is named`,
      help: `write \`${family.prefix}${subpath.slice(1)}\``,
    };
  }
  const near = nearest(name, [...families.map(({ prefix }) => prefix), ...lab.packages]);
  if (near !== undefined) {
    return {
      message: `no plugin family \`${name}\` is installed`,
      help: `did you mean \`${near}${subpath.slice(1)}\`?`,
    };
  }
  const message = `\`${name}\` is no family of plugins, and no package that package.json allows`;
  const help = `\`tweedie plugins\` lists what there is; a package is allowed by "tweedie": { "plugins": ["${name}"] }`;
  return { message, help };
}

/** Plugins of a role, to choose from. */
async function fitting(role: Role, lab: Project): Promise<string> {
  const { plugins } = await availablePlugins(lab);
  const names = plugins.flatMap(({ use, plugin }) => (plugin.role === role ? [`\`${use}\``] : []));
  return names.length > 6 ? `\`tweedie plugins ${role}\` lists what fits here` : `here fits ${names.join(", ")}`;
}
