import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Reads all files of the built page, by the path of their address. A request selects one of them and never names a path on disk. */
export async function readPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined);
  const read = files.map(async ({ parentPath, name }): Promise<readonly [string, PageFile]> => {
    const path = join(parentPath, name);
    const address = path.slice(folder.length).replaceAll("\\", "/").replace(/^\/*/, "/");
    return [address === "/index.html" ? "/" : address, { type: types[extname(name)]!, bytes: await readFile(path) }];
  });
  return new Map(await Promise.all(read));
}
