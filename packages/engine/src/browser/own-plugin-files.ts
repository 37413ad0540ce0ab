import type { Project } from "../plugins/project.ts";
import { providedFiles } from "./provided-modules.ts";
import type { PluginModule } from "../plugins/trust.ts";

/** Returns the modules that the user wrote in the page. */
export const ownPluginFiles = ({ root }: Project): Promise<readonly PluginModule[]> =>
  Promise.resolve(
    providedFiles(root).map((file) => ({ use: `.${file.slice(root.length)}`, file, origin: "file", project: root })),
  );
