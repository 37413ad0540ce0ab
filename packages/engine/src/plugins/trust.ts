/** A module that contains a plugin: located, and not imported yet. */
export interface PluginModule {
  /** Name of the plugin as written. */
  readonly use: string;
  /** File of the module. Links of a project's file are resolved. */
  readonly file: string;
  /** A family that is installed with Tweedie, a package that a project allows, or a file. */
  readonly origin: "family" | "package" | "file";
  /** Folder of the project that has the file or the package; undefined outside of projects. */
  readonly project: string | undefined;
}

/** Decides if the code of a module may run. No plugin is imported without it. */
export type Trust = (module: PluginModule) => boolean;

/** Plugins outside the user's project that may run: all of them, or those in these files. Data, which processes pass on. */
export type TrustedFiles = "all" | readonly string[];

/** Trusts every module. The default of the engine's functions: their caller decides which experiments to open. */
export const trustAll: Trust = () => true;

/** Trusts the plugins of Tweedie and of a project, and in addition these files. A folder that no package.json declares owns no code. */
export const trustProject =
  (own: { readonly root: string; readonly isDeclared: boolean }, files: TrustedFiles = []): Trust =>
  ({ origin, project, file }) =>
    origin === "family" || (own.isDeclared && project === own.root) || files === "all" || files.includes(file);
