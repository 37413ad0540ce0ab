import type { PluginPackage } from "../plugins/plugin-package.ts";
import type { Project } from "../plugins/project.ts";
import { familyFolder, providedFiles, providedModule } from "./provided-modules.ts";
import type { PluginModule } from "../plugins/trust.ts";

export type { PluginPackage } from "../plugins/plugin-package.ts";

/** Returns the module of a plugin of a package. */
export const moduleOf = ({ origin, project }: PluginPackage, use: string, file: string): PluginModule => {
  return { use, file, origin, project };
};

const familyOf = (prefix: string): PluginPackage => ({
  prefix,
  name: `@tweedie/plugin-${prefix}`,
  folder: `${familyFolder}/${prefix}`,
  importer: new URL("file:///"),
  origin: "family",
  project: undefined,
});

/** Returns the families that the page provides. */
export function installedFamilies(_project: Project): readonly PluginPackage[] {
  const prefixes = providedFiles(familyFolder).map((file) => file.split("/")[2]!);
  return [...new Set(prefixes)].map(familyOf);
}

/** Returns the family of a prefix, if the page provides it. */
export const installedFamily = (prefix: string, _project: Project): PluginPackage | undefined =>
  providedFiles(`${familyFolder}/${prefix}`).length > 0 ? familyOf(prefix) : undefined;

/** Returns undefined: a page has no packages of projects. */
export const installedPackage = (_name: string, _project: Project): PluginPackage | undefined => undefined;

/** Returns the path of a subpath of a family; undefined if the page does not provide it. */
export function resolveSubpath({ folder }: PluginPackage, subpath: string): string | undefined {
  const file = folder + subpath.slice(1);
  return providedModule(file) && file;
}

/** Returns the subpaths of a family whose modules need no Node. */
export const subpathsOf = ({ folder }: PluginPackage): Promise<readonly string[]> =>
  Promise.resolve(
    providedFiles(folder)
      .filter((file) => providedModule(file)!.load)
      .map((file) => `.${file.slice(folder.length)}`),
  );
