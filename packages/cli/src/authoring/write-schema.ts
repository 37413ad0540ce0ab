import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Lab } from "@tweedie/engine";
import type { Output } from "../terminal.ts";
import { schemaFile, sweepSchemaFile } from "../schema-file.ts";

/** The schemas of a lab, of experiments and of sweeps: what they should be, whether they are that, and how many plugins there are. */
export interface LabSchema {
  readonly files: readonly { readonly path: string; readonly text: string; readonly isFresh: boolean }[];
  readonly plugins: number;
}

/** Compares a lab's schemas with its plugins, and warns of those that are broken. */
export async function readSchema(lab: Lab, { write, colors }: Output): Promise<LabSchema> {
  const { availablePlugins, experimentSchema } = await import("@tweedie/engine");
  const { sweepFileSchema } = await import("@tweedie/study");
  const { plugins, broken } = await availablePlugins(lab);
  for (const { message, note } of broken) write(`${colors.yellow("warning")} ${message}; ${note}\n`);
  const schemas = { [schemaFile]: experimentSchema(plugins), [sweepSchemaFile]: sweepFileSchema(plugins) };
  const files = Object.entries(schemas).map(async ([file, schema]) => {
    const path = join(lab.root, file);
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    return { path, text, isFresh: (await readFile(path, "utf8").catch(() => undefined)) === text };
  });
  return { files: await Promise.all(files), plugins: plugins.length };
}

/** Writes a lab's schemas where they are not what they should be. */
export async function writeSchema({ files }: LabSchema): Promise<void> {
  for (const { path, text, isFresh } of files) {
    if (isFresh) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
