import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import type { Project } from "@tweedie/engine";
import type { Output } from "../terminal/terminal.ts";
import { schemaFile, sweepSchemaFile } from "create-tweedie";

/** The JSON Schemas of a project, of experiments and of sweeps, as its plugins require them. */
export interface ProjectSchemas {
  /** `isUpToDate`: the file on disk has this text. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly isUpToDate: boolean }[];
  /** Number of plugins. */
  readonly plugins: number;
}

/** Generates the schemas of a project and compares them with the files on disk. Prints a warning for each broken plugin. */
export async function compareSchemas(project: Project, { write, colors }: Output): Promise<ProjectSchemas> {
  const { availablePlugins, experimentSchema } = await import("@tweedie/engine");
  const { sweepFileSchema } = await import("@tweedie/study");
  const { plugins, broken } = await availablePlugins(project);
  for (const { message, note } of broken) write(`${colors.yellow("warning")} ${message}; ${note}\n`);
  const schemas = { [schemaFile]: experimentSchema(plugins), [sweepSchemaFile]: sweepFileSchema(plugins) };
  const files = Object.entries(schemas).map(async ([file, schema]) => {
    const path = join(project.root, file);
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    return { path, text, isUpToDate: (await readFile(path, "utf8").catch(() => undefined)) === text };
  });
  return { files: await Promise.all(files), plugins: plugins.length };
}

/** Writes the schemas that are not up to date. */
export async function writeSchemas({ files }: ProjectSchemas): Promise<void> {
  for (const { path, text, isUpToDate } of files) {
    if (isUpToDate) continue;
    await createFolder(dirname(path));
    await writeFile(path, text);
  }
}
