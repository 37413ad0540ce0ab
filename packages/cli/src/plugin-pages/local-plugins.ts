import type { DiagnosticText } from "@tweedie/config";
import type { AvailablePlugins, Project } from "@tweedie/engine";

/** Plugins that experiments in the current folder can use, and those that cannot be loaded. */
export async function localPlugins(): Promise<AvailablePlugins> {
  const { availablePlugins } = await import("@tweedie/engine");
  return availablePlugins(await ownProject());
}

/** The same without the project's files: a shell that completes a line runs no code that a file in the folder contains. */
export async function packagedPlugins(): Promise<AvailablePlugins> {
  const { packagedPlugins: pluginsOf } = await import("@tweedie/engine");
  return pluginsOf(await ownProject());
}

/** Describes why an experiment in the current folder could not use a plugin: `validate` says the same. No plugin file is run. */
export async function whyUnavailable(name: string): Promise<DiagnosticText | undefined> {
  const { describeUnavailable } = await import("@tweedie/engine");
  return describeUnavailable(name, await ownProject());
}

/** The project of the current folder, which trusts its own plugins. Without a package.json that declares it, it trusts Tweedie's only. */
export async function ownProject(): Promise<Project> {
  const { findProject, trustProject } = await import("@tweedie/engine");
  const project = await findProject(process.cwd());
  return { ...project, trust: trustProject(project) };
}

/** The project of the current folder, which trusts only plugins of packages. */
export async function withoutFiles(): Promise<Project> {
  const project = await ownProject();
  return { ...project, trust: (module) => module.origin !== "file" && project.trust(module) };
}
