import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileLimits, readRegularText } from "@tweedie/core/files";

/** The source of a plugin that is a file, with the files that it imports by relative path. A run keeps a copy. */
export interface PluginCode {
  /** The plugin's name in the run folder, `./code/1a2b3c4d/huber.ts`. It contains a digest of the source, so the run's hash depends on it. */
  readonly use: string;
  /** File contents by their paths in the run folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The files that they were read from. */
  readonly sources: readonly string[];
}

const relativeImport = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+)["']/g;

/** Reads a plugin's source. The copy in a run folder has the same result, name included. */
export async function readPluginCode(entry: string): Promise<PluginCode> {
  const contents = new Map<string, string>();
  const read = async (file: string): Promise<void> => {
    const text = await readRegularText(file, fileLimits.source);
    contents.set(file, text);
    for (const [, specifier] of text.matchAll(relativeImport)) {
      const next = resolve(dirname(file), specifier!);
      // A missing file is left to the import itself, which reports it.
      if (existsSync(next) && !contents.has(next)) await read(next);
    }
  };
  await read(entry);
  const base = commonFolder([...contents.keys()]);
  const named = [...contents].map(([file, text]) => [slashes(relative(base, file)), text] as const).sort(byName);
  const digest = createHash("sha256").update(JSON.stringify(named)).digest("hex").slice(0, 8);
  const inRun = (path: string) => `code/${digest}/${path}`;
  return {
    use: `./${inRun(slashes(relative(base, entry)))}`,
    files: new Map(named.map(([path, text]) => [inRun(path), text])),
    sources: [...contents.keys()],
  };
}

/** True if a name is that of a copy in the folder of a run or sweep, which contains the digest of its source, and the source has another one. */
export function isChangedCopy(name: string, { use }: PluginCode): boolean {
  const copy = /(?:^|\/)(code\/[0-9a-f]{8}\/.*)$/.exec(name)?.[1];
  return copy !== undefined && use !== `./${copy}`;
}

function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => dirname(file).split(sep));
  const shared = folders[0]!.findIndex((part, i) => folders.some((folder) => folder[i] !== part));
  return join("/", ...(shared < 0 ? folders[0]! : folders[0]!.slice(0, shared)));
}

const slashes = (path: string): string => path.replaceAll(sep, "/");
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);
