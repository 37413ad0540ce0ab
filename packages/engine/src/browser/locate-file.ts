import { basename, resolve } from "node:path";
import { type DiagnosticText, nearest } from "@tweedie/config";
import type { Project } from "../plugins/project.ts";
import { providedFiles, providedModule } from "./provided-modules.ts";
import type { PluginModule } from "../plugins/trust.ts";

/** Locates a plugin that the user wrote in the page. */
export function locateFile(
  { use, folder }: { readonly use: string; readonly folder: string },
  { root }: Project,
): Promise<PluginModule | DiagnosticText> {
  const file = resolve(folder, use);
  if (providedModule(file)) return Promise.resolve({ use, file, origin: "file", project: root });
  const near = nearest(
    basename(file),
    providedFiles(root).map((path) => basename(path)),
  );
  const suggested = near && use.slice(0, -basename(file).length) + near;
  return Promise.resolve({ message: `\`${use}\`: no such file`, help: suggested && `did you mean \`${suggested}\`?` });
}
