import { writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { TweedieError } from "@tweedie/core";

/**
 * Selects the format of an output file by its extension.
 *
 * @throws TweedieError if no format has this extension.
 */
export function formatByExtension<T>(output: string, formats: Readonly<Record<string, T>>): T {
  const format = formats[extname(output).toLowerCase()];
  if (format !== undefined) return format;
  const fix = `use one of the extensions ${Object.keys(formats).join(", ")}`;
  throw new TweedieError({ where: "--output", what: `unknown file format: \`${output}\``, fix });
}

/** Writes a file, and creates its folder. */
export async function writeOutput(output: string, bytes: Uint8Array): Promise<void> {
  await createFolder(dirname(output));
  await writeFile(output, bytes);
}
