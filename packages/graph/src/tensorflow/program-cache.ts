import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * XLA's programs in a folder, which TensorFlow reads and writes. They contain machine code, and TensorFlow checks no sum of them: a damaged
 * file would fail a step, or change its results.
 */
export interface ProgramCache {
  /** Records the checksums of the programs that TensorFlow has written. */
  readonly seal: () => void;
  /** Removes all programs. */
  readonly clear: () => void;
}

const extension = ".pb";
/** Number of programs that are kept, the most recent ones. */
const maxPrograms = 32;

/** Opens a cache: removes programs without their checksum, and old ones. */
export function openProgramCache(folder: string): ProgramCache {
  const programs = () =>
    (ignoreErrors(() => readdirSync(folder)) ?? [])
      .filter((name) => name.endsWith(extension))
      .map((name) => join(folder, name));
  const remove = (program: string) => {
    rmSync(sumOf(program), { force: true });
    rmSync(program, { force: true });
  };
  const intact = programs().filter((program) => {
    const sum = ignoreErrors(() => readFileSync(sumOf(program), "utf8"));
    return sum !== undefined && sum === ignoreErrors(() => sha256(program));
  });
  const time = (program: string) => ignoreErrors(() => statSync(program).mtimeMs) ?? 0;
  const kept = new Set(intact.toSorted((a, b) => time(b) - time(a)).slice(0, maxPrograms));
  for (const program of programs()) if (!kept.has(program)) ignoreErrors(() => remove(program)); // prettier-ignore
  const sealed = new Set(kept);
  return {
    seal() {
      for (const program of programs().filter((each) => !sealed.has(each))) {
        ignoreErrors(() => {
          writeFileSync(sumOf(program), sha256(program));
        });
        sealed.add(program);
      }
    },
    clear() {
      for (const program of programs()) ignoreErrors(() => remove(program)); // prettier-ignore
    },
  };
}

const sumOf = (program: string): string => `${program}.sha256`;
const sha256 = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Returns undefined where the file system throws: every program can be compiled again. */
function ignoreErrors<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
