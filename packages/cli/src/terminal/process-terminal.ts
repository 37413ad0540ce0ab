import { visibleLine } from "@tweedie/core";
import { activityOn } from "./activity-line.ts";
import { processOutput } from "./process-output.ts";
import type { Terminal } from "./terminal.ts";

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const [stdout, stderr] = [processOutput("stdout"), processOutput("stderr")];
  const activity = activityOn(stderr);
  const ask = (question: string) => {
    activity("");
    return confirm(question);
  };
  return { stdout, stderr, activity, confirm: ask };
}

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
