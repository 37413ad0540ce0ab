import { existsSync, realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findProjectRoot } from "@tweedie/config";
import type { Project } from "./project.ts";
import type { PluginModule } from "./trust.ts";

/** Folder of a project's own plugins. */
const pluginFolder = "plugins";

/** Returns the modules in a project's plugin folder, named by their paths from the project's folder. */
export async function ownPluginFiles({ root }: Project): Promise<readonly PluginModule[]> {
  const files = await readdir(join(root, pluginFolder)).catch(() => []);
  return files
    .filter((name) => /^[\w-]+\.m?[jt]s$/.test(name) && existsSync(join(root, pluginFolder, name)))
    .map((name): PluginModule => {
      const file = realpathSync(join(root, pluginFolder, name));
      return { use: `./${pluginFolder}/${name}`, file, origin: "file", project: findProjectRoot(dirname(file)) };
    });
}
