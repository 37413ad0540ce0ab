import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "@tweedie/core";
import { TweedieError } from "@tweedie/core";

/** Result of a reader, and the warnings that it printed. */
export interface Reading {
  readonly result: unknown;
  readonly warnings: readonly string[];
}

/** A file that is read back, and how it is read. */
export interface Subject {
  /** Kind of file, for tables. */
  readonly kind: string;
  /** Folder that is copied for each change. */
  readonly folder: string;
  /** The file, from the folder. */
  readonly file: string;
  /** Reads the copy of the folder. */
  read(copy: string): Promise<Reading>;
}

/**
 * Effect of a change. `harmless`: the same result, and nothing told. `healed`: the same result, with a warning. `refused`: an error, or
 * other results with a warning. `silent`: other results, and nothing told. `stack`: an error that is not the user's.
 */
export type Effect = "harmless" | "healed" | "refused" | "silent" | "stack";

/** Changes one byte of a subject's file in a copy of its folder, at random, and reads the copy. `expected` is the result without the change. */
export async function tryChange(
  { folder, file, read }: Subject,
  { random, copy, expected }: { readonly random: Random; readonly copy: string; readonly expected: unknown },
): Promise<{ readonly effect: Effect; readonly detail: string }> {
  await rm(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true });
  const path = join(copy, file);
  const bytes = await readFile(path);
  // The last byte is left: without it, the last line counts as incomplete, as a crash leaves it.
  const at = random.integers(1, bytes.length - 1)[0]!;
  const bits = 1 + random.integers(1, 255)[0]!;
  bytes[at]! ^= bits;
  await writeFile(path, bytes);
  const change = `byte ${at} of ${file} xor ${bits}`;
  try {
    const { result, warnings } = await read(copy);
    const isSame = JSON.stringify(result) === JSON.stringify(expected);
    const told = warnings.length > 0;
    const effect = isSame ? (told ? "healed" : "harmless") : told ? "refused" : "silent";
    return { effect, detail: `${change}: ${warnings.join("; ")}` };
  } catch (error) {
    const effect = error instanceof TweedieError ? "refused" : "stack";
    return { effect, detail: `${change}: ${effect === "stack" ? (error as Error).stack : (error as Error).message}` };
  }
}
