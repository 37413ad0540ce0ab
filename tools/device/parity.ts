import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { within } from "./budget.ts";
import type { ParityRow, Skipped } from "./report.ts";

const script = fileURLToPath(new URL("parity-process.ts", import.meta.url));

/** Backends with a target of their own. */
export const targets = ["cuda", "tensorflow", "webgpu"] as const;

export interface Parity {
  readonly rows: readonly ParityRow[];
  readonly skipped: readonly Skipped[];
}

/** Compares the updates of a backend with the CPU's, in a process of its own. Never rejects: it keeps the updates before an end. */
export async function compareBackend(backend: string, seconds: number): Promise<Parity> {
  const rows: ParityRow[] = [];
  try {
    await within(seconds, (signal) => run(backend, signal, (row) => rows.push(row)));
    return { rows, skipped: [] };
  } catch (error) {
    return { rows, skipped: [{ what: `parity of ${backend}`, reason: (error as Error).message }] };
  }
}

/** Runs the process. @throws Error with the last line of its errors if it fails */
async function run(backend: string, signal: AbortSignal, onRow: (row: ParityRow) => void): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", script, backend], { signal, killSignal: "SIGKILL" });
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const end = new Promise<number | string | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(signal ?? code);
    });
  });
  end.catch(() => undefined); // awaited below
  for await (const line of createInterface({ input: child.stdout }))
    onRow((JSON.parse(line) as { row: ParityRow }).row);
  const code = await end;
  if (code !== 0) throw new Error(reasonIn(errors.join("")) ?? `the process ended with ${String(code)}`);
}

/** Line of a stack trace that names the error. */
const reasonIn = (errors: string): string | undefined => errors.split("\n").find((line) => /^\w*Error\b/.test(line));
