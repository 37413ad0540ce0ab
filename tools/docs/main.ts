// `npm run docs:figures [-- NAME... [--resume]]`: runs the experiments behind the documents and writes their results.
// Without a name it makes all figures, which takes hours. `--resume` continues the runs in runs/docs instead of starting anew.
// `npm run docs:figures -- none` only inserts the recorded results and the sources of contracts and templates again.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root, write } from "./documents.ts";
import { figures } from "./figures/index.ts";
import { digestOf, readRecord, writeRecord } from "./record.ts";
import { writeMarked } from "./write-marked.ts";

const words = process.argv.slice(2);
const resume = words.includes("--resume");
const named = words.filter((word) => word !== "--resume");
const names = named.length === 0 ? Object.keys(figures) : named.filter((name) => name !== "none");

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
