import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Finding } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import type { Source } from "./source.ts";
import { nearest } from "./suggest.ts";

/** Reads a file of bounded size as UTF-8. Devices, pipes and folders are refused before they are opened. */
export async function readSource(file: string): Promise<Source | Finding> {
  let bytes: Buffer;
  try {
    const about = await stat(file);
    if (!about.isFile()) return { message: about.isDirectory() ? "this is a folder" : "not a regular file" };
    if (about.size > limits.bytes) {
      const message = `${about.size} bytes, more than the ${limits.bytes} that a configuration may have`;
      return { message, help: "keep data in a file of its own" };
    }
    bytes = await readFile(file);
  } catch (error) {
    return unreadable(file, error);
  }
  try {
    return { name: file, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { message: "not UTF-8 text" };
  }
}

async function unreadable(file: string, error: unknown): Promise<Finding> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM") return { message: "no permission to read it" };
  if (code !== "ENOENT" && code !== "ENOTDIR") return { message: `cannot be read: ${String(code ?? error)}` };
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return { message: "no such file", help: `there is no folder \`${folder}\`` };
  const near = nearest(
    basename(file),
    names.filter((name) => /\.ya?ml$/.test(name)),
  );
  return { message: "no such file", help: near && `did you mean \`${join(folder, near)}\`?` };
}
