import { rmSync } from "node:fs";
import { join } from "node:path";
import { root, write } from "./documents.ts";
import { figures } from "./figures/index.ts";
import { digestOf, readRecord, writeRecord } from "./record.ts";
import { writeMarked } from "./write-marked.ts";

/**
 * Runs the experiments of figures, and writes their pictures and texts into the documents.
 *
 * @param names Names of `figures`. Without names, the recorded texts are inserted again.
 * @param resume True to continue the runs in `runs/docs` instead of starting anew.
 */
export async function makeFigures(names: readonly string[], { resume }: { readonly resume: boolean }): Promise<void> {
  const record = { ...readRecord() };
  for (const name of names) {
    const figure = figures[name];
    if (!figure) throw new Error(`no figure is called ${name}: ${Object.keys(figures).join(", ")} or none`);
    const folder = join(root, "runs/docs", name);
    if (!resume) rmSync(folder, { recursive: true, force: true });
    console.log(`${name}: ${figure.command}`);
    const { texts, images = {} } = await figure.make(folder);
    for (const [path, bytes] of Object.entries(images)) write(path, bytes);
    const digests = Object.fromEntries(Object.entries(images).map(([path, bytes]) => [path, digestOf(bytes)]));
    record[name] = { command: figure.command, texts: { ...texts }, images: digests };
    writeRecord(record);
  }
  writeMarked(record);
}
