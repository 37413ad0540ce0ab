import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Lab } from "@tweedie/engine";
import type { Output } from "../terminal.ts";
import { schemaFile } from "../schema-file.ts";

/** The schema of a lab: what it should be, whether it is that, and how many plugins are in it. */
export interface LabSchema {
  readonly path: string;
  readonly text: string;
  readonly isFresh: boolean;
  readonly plugins: number;
}

/** Compares a lab's schema with its plugins, and warns of those that are broken. */
export async function readSchema(lab: Lab, { write, colors }: Output): Promise<LabSchema> {
  const { availablePlugins, experimentSchema } = await import("@tweedie/engine");
  const { plugins, broken } = await availablePlugins(lab);
  for (const { message, note } of broken) write(`${colors.yellow("warning")} ${message}; ${note}\n`);
  const text = `${JSON.stringify(experimentSchema(plugins), null, 2)}\n`;
  const path = join(lab.root, schemaFile);
  const isFresh = (await readFile(path, "utf8").catch(() => undefined)) === text;
  return { path, text, isFresh, plugins: plugins.length };
}

/** Writes a lab's schema where it is not what it should be. */
export async function writeSchema({ path, text, isFresh }: LabSchema): Promise<void> {
  if (isFresh) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
