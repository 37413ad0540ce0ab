import { execFile } from "node:child_process";

/** End of a program. */
export interface ProgramResult {
  readonly ok: boolean;
  /** Standard output, trimmed. */
  readonly stdout: string;
  /** Reason why the program did not start, or its error output. */
  readonly error: string;
}

/** Runs a program. Never rejects. */
export const runProgram = (program: string, args: readonly string[]): Promise<ProgramResult> =>
  new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const reason = error && typeof error.code === "string" ? error.message : stderr;
      resolve({ ok: error === null, stdout: stdout.trim(), error: reason.trim() });
    });
  });
