import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readRegularFile } from "@tweedie/core/files";
import type { DiagnosticText } from "../diagnose/diagnostic.ts";
import { listNames, nearest } from "../diagnose/suggest.ts";
import { limits } from "./limits.ts";
import type { Source } from "./source.ts";

/** Reads a UTF-8 file of bounded size. Devices, pipes and folders are refused before they are opened. */
export async function readSource(file: string): Promise<Source | DiagnosticText> {
  let bytes: Buffer;
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) return explainFolder(file);
    if (!stats.isFile()) return { message: "not a regular file" };
    if (stats.size > limits.bytes) {
      const message = `${stats.size} bytes, more than the ${limits.bytes} that a configuration may have`;
      return { message, help: "keep data in a file of its own" };
    }
    bytes = await readRegularFile(file, limits.bytes);
  } catch (error) {
    return explainUnreadable(file, error);
  }
  try {
    return { name: file, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { message: "not UTF-8 text" };
  }
}

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

async function explainFolder(folder: string): Promise<DiagnosticText> {
  const names = (await readdir(folder).catch(() => [])).filter(isYaml).sort();
  const files = names.map((name) => join(folder, name));
  return { message: "this is a folder", help: listNames(files, "its files") };
}

async function explainUnreadable(file: string, error: unknown): Promise<DiagnosticText> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EPERM") return { message: "no permission to read it" };
  if (code !== "ENOENT" && code !== "ENOTDIR") return { message: `cannot be read: ${String(code ?? error)}` };
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return { message: "no such file", help: `there is no folder \`${folder}\`` };
  const near = nearest(basename(file), names.filter(isYaml));
  return { message: "no such file", help: near && `did you mean \`${join(folder, near)}\`?` };
}
