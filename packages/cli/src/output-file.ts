import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { TweedieError } from "@tweedie/core";

/** What a file's extension asks for. */
type Formats<T> = Readonly<Record<string, T>>;

/** The format of a file that is to be written. */
export function formatOf<T>(output: string, formats: Formats<T>): T {
  const format = formats[extname(output).toLowerCase()];
  if (format !== undefined) return format;
  const fix = `one of ${Object.keys(formats).join(", ")}`;
  throw new TweedieError({ where: "--output", what: `\`${output}\` has no extension that says its format`, fix });
}

/** Writes a file, and the folders that it is to lie in. */
export async function writeOutput(output: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, bytes);
}
