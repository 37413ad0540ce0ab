import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Experiment } from "../experiment/experiment.ts";
import { writeDurably } from "./durable.ts";
import type { RunFolder } from "./run-folder.ts";

/** Copies the plugins that are files of the lab into the run, which then needs nothing but its folder and what is installed. */
export async function keepCode({ root }: RunFolder, { slots }: Experiment): Promise<void> {
  for (const [path, text] of new Map(slots.flatMap(({ code }) => [...(code?.files ?? [])]))) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeDurably(join(root, path), text);
  }
}
