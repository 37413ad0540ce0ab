import { execFile } from "node:child_process";

/** Variables of a process's environment. */
export type Environment = Readonly<Record<string, string>>;

interface ChildOptions {
  /** More variables of the environment. */
  readonly environment?: Environment;
  readonly folder?: string;
  readonly seconds: number;
}

/**
 * Runs a TypeScript file in a process of its own, with more variables in its environment. A native library can end the process, and reads
 * the variables when the process starts.
 *
 * @returns the trimmed standard output.
 * @throws Error with the end of the error output if the process fails or takes longer than `seconds`.
 */
export const runChild = (file: string, environment: Environment, seconds: number): Promise<string> =>
  runProgram(process.execPath, ["--import", "tsx", file], { environment, seconds });

/** Runs a program, as `runChild` runs a file. */
export const runProgram = (
  program: string,
  args: readonly string[],
  { environment = {}, folder, seconds }: ChildOptions,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      env: { ...process.env, ...environment },
      timeout: 1_000 * seconds,
      killSignal: "SIGKILL",
    } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else reject(new Error(`${endOf(error, seconds)}\n${stderr.trim().split("\n").slice(-20).join("\n")}`));
    });
  });

/** Description of the end of a failed process. */
export function endOf(
  { killed, signal, code }: { readonly killed?: boolean; readonly signal?: unknown; readonly code?: unknown },
  seconds: number,
): string {
  if (killed) return `the process took more than ${seconds} s`;
  return signal ? `the process was ended by ${String(signal)}` : `the process ended with exit code ${String(code)}`;
}
