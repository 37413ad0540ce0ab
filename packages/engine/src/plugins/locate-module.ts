import { type DiagnosticText, nearest, suggest } from "@tweedie/config";
import type { Role } from "@tweedie/core";
import { availablePlugins, pluginsOf } from "./available-plugins.ts";
import { knownAs } from "./known-as.ts";
import { describeBarePath, endsLikePluginFile, parsePluginName, type PluginName } from "./plugin-name.ts";
import {
  installedFamilies,
  installedFamily,
  installedPackage,
  moduleOf,
  type PluginPackage,
  resolveSubpath,
} from "./plugin-package.ts";
import { listPluginsOf } from "./plugins-of-role.ts";
import type { Project } from "./project.ts";
import type { PluginModule } from "./trust.ts";

type PackageName = Extract<PluginName, { kind: "package" }>;

/** A name as written, and the role of its slot. */
interface WrittenName {
  readonly use: string;
  /** Any role if it is omitted. */
  readonly role?: Role;
}

/** Description of a wrong name. */
export interface WrongName extends DiagnosticText {
  /** The name that it suggests. */
  readonly meant?: string | undefined;
}

/** Locates a plugin that is a module of a family, or of a package that the project allows. */
export async function locateModule(
  name: PackageName,
  written: WrittenName,
  project: Project,
): Promise<PluginModule | WrongName> {
  const family = name.subpath === "." ? undefined : installedFamily(name.package, project);
  const isAllowed = project.packages.includes(name.package);
  if (family && isAllowed) {
    const message = `\`${name.package}\` is a plugin family of Tweedie, and also a package that package.json allows`;
    return { message, help: "remove the package from package.json, or rename it" };
  }
  const found = family ?? (isAllowed ? installedPackage(name.package, project) : undefined);
  if (found) {
    const file = resolveSubpath(found, name.subpath);
    return file === undefined ? describeUnknownPlugin(written, found, project) : moduleOf(found, written.use, file);
  }
  if (isAllowed) {
    const message = `the package \`${name.package}\` is not installed`;
    return { message, help: `\`npm install ${name.package}\`` };
  }
  if (name.subpath === ".") return describeIncompleteName(name, written, project);
  return describeUnknownPackage(name, written, project);
}

/** Describes why a project has no plugin of a name; undefined if it has one. No plugin file of the project is run. */
export async function describeUnavailable(use: string, project: Project): Promise<DiagnosticText | undefined> {
  const name = parsePluginName(use);
  if ("message" in name) return name;
  if (name.kind === "file") return undefined;
  const found = await locateModule(name, { use }, project);
  return "message" in found ? found : undefined;
}

async function describeUnknownPlugin(
  { use, role }: WrittenName,
  found: PluginPackage,
  project: Project,
): Promise<WrongName> {
  const message = `no plugin \`${use}\``;
  const known = await aliasOf(use, role, project);
  if (known !== undefined) return { message, help: didYouMean(known), meant: known };
  const { plugins } = await pluginsOf(found, project.trust);
  const names = plugins.map((each) => each.use);
  return { message, help: suggest(use, names, `plugins of ${found.prefix}`), meant: nearest(use, names) };
}

/** The plugin that the field calls by the written name. */
const aliasOf = async (use: string, role: Role | undefined, project: Project): Promise<string | undefined> =>
  knownAs(use, (await availablePlugins(project)).plugins, role);

const didYouMean = (use: string): string => `did you mean \`${use}\`?`;

/** Describes a name without a slash. */
async function describeIncompleteName(
  { package: name }: PackageName,
  { use, role }: WrittenName,
  project: Project,
): Promise<WrongName> {
  if (endsLikePluginFile(name)) return describeBarePath(name);
  const message = `\`${use}\` is not the name of a plugin`;
  const known = await aliasOf(use, role, project);
  if (known !== undefined) return { message, help: didYouMean(known), meant: known };
  const help = ["write family/name", ...(role === undefined ? [] : [await listPluginsOf(role, project)])].join("; ");
  return { message, help };
}

async function describeUnknownPackage(
  { package: name, subpath }: PackageName,
  { use, role }: WrittenName,
  project: Project,
): Promise<WrongName> {
  if (endsLikePluginFile(use)) return describeBarePath(use);
  const families = installedFamilies(project);
  const family = families.find((each) => each.name === name);
  if (family) {
    const message = `\`${use}\` uses the package name of a family`;
    return { message, help: `write \`${family.prefix}${subpath.slice(1)}\`` };
  }
  const near = nearest(name, [...families.map(({ prefix }) => prefix), ...project.packages]);
  if (near !== undefined) {
    const message = `no plugin family \`${name}\` is installed`;
    const meant = `${near}${subpath.slice(1)}`;
    return { message, help: didYouMean(meant), meant };
  }
  const known = await aliasOf(use, role, project);
  if (known !== undefined)
    return { message: `no plugin family \`${name}\` is installed`, help: didYouMean(known), meant: known };
  const message = `\`${name}\` is neither a plugin family nor a package that package.json allows`;
  const help = `\`tweedie plugins\` lists all plugins; to allow a package, write "tweedie": { "plugins": ["${name}"] }`;
  return { message, help };
}
