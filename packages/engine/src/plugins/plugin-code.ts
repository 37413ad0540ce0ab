import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

/** The text of a plugin that is a file, with the files that it imports by relative path: what a run keeps a copy of. */
export interface PluginCode {
  /** The plugin's name in the run's folder, `./code/1a2b3c4d/huber.ts`. It follows from the text, and so does the run's hash. */
  readonly use: string;
  /** Texts by their paths in the run's folder. */
  readonly files: ReadonlyMap<string, string>;
}

const imports = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/** Reads a plugin's text. Read again from the copy that a run keeps, it is the same down to the name. */
export async function readPluginCode(entry: string): Promise<PluginCode> {
  const texts = new Map<string, string>();
  const read = async (file: string): Promise<void> => {
    const text = await readFile(file, "utf8");
    texts.set(file, text);
    for (const [, specifier] of text.matchAll(imports)) {
      const next = resolve(dirname(file), specifier!);
      // What is not there is for the import itself to say.
      if (existsSync(next) && !texts.has(next)) await read(next);
    }
  };
  await read(entry);
  const base = commonFolder([...texts.keys()]);
  const named = [...texts].map(([file, text]) => [slashes(relative(base, file)), text] as const).sort(byName);
  const digest = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 8);
  const inRun = (path: string) => `code/${digest}/${path}`;
  return {
    use: `./${inRun(slashes(relative(base, entry)))}`,
    files: new Map(named.map(([path, text]) => [inRun(path), text])),
  };
}

function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => dirname(file).split(sep));
  const shared = folders[0]!.findIndex((part, i) => folders.some((folder) => folder[i] !== part));
  return join("/", ...(shared < 0 ? folders[0]! : folders[0]!.slice(0, shared)));
}

const slashes = (path: string): string => path.replaceAll(sep, "/");
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);
