import { visibleLine } from "@tweedie/core";
import { processOutput } from "./process-output.ts";
import type { Terminal } from "./terminal.ts";

/** The terminal of this process. */
export const processTerminal = (): Terminal => ({
  stdout: processOutput("stdout"),
  stderr: processOutput("stderr"),
  confirm,
});

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D closes the input without an answer.
  const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
  const answer = await Promise.race([prompt.question(`${visibleLine(question)} [y/N] `), closed]);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
