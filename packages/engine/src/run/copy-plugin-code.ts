import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import type { Experiment } from "../experiment/experiment.ts";
import type { RunFolder } from "./run-folder.ts";
import { writeDurably } from "./write-durably.ts";

/** Copies plugins that are files of the project into the run folder. The run then depends only on its folder and installed packages. */
export async function copyPluginCode({ root }: RunFolder, { slots }: Experiment): Promise<void> {
  for (const [path, text] of new Map(slots.flatMap(({ code }) => [...(code?.files ?? [])]))) {
    await createFolder(dirname(join(root, path)));
    await writeDurably(join(root, path), text);
  }
}
