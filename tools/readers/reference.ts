import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Outcome of a file for NumPy, safetensors or Pillow: its content as a text, or the error. */
export interface Reference {
  readonly content?: string;
  readonly error?: string;
  /** Content of a JPEG file by Pillow when libjpeg-turbo does not use vector instructions. */
  readonly scalarContent?: string | undefined;
}

/** Outcomes of the references for the files of a folder, by their names; undefined if Python does not have the packages. */
export function readReference(python: string, folder: string): ReadonlyMap<string, Reference> | undefined {
  try {
    execFileSync(python, ["-c", "import numpy, safetensors, PIL"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const scalar = readAll(python, [folder, ".jpg"], { JSIMD_FORCENONE: "1" });
  const outcomes = [...readAll(python, [folder, ""])];
  return new Map(outcomes.map(([name, outcome]) => [name, { ...outcome, scalarContent: scalar.get(name)?.content }]));
}

/** Runs the script of the references on the files of a folder whose names have an ending. */
function readAll(python: string, [folder, ending]: readonly [string, string], environment: object = {}) {
  const script = fileURLToPath(new URL("reference.py", import.meta.url));
  const options: ExecFileSyncOptionsWithStringEncoding = {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 2 ** 30,
  };
  const lines = execFileSync(python, [script, folder, ending], options).split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { name, ...outcome } = JSON.parse(line) as Reference & { readonly name: string };
      return [name, outcome];
    }),
  );
}
