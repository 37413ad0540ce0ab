import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import type { Experiment } from "../experiment/experiment.ts";
import type { RunFolder } from "./run-folder.ts";
import { writeDurably } from "./write-durably.ts";

/** Copies plugins that are files of the project into the run folder. The run then depends only on its folder and installed packages. */
export const copyPluginCode = ({ root }: RunFolder, { slots }: Experiment): Promise<void> =>
  writePluginCode(root, new Map(slots.flatMap(({ code }) => [...(code?.files ?? [])])));

/** Writes plugin files by their path from a folder. */
export async function writePluginCode(root: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await createFolder(dirname(join(root, path)));
    await writeDurably(join(root, path), text);
  }
}
