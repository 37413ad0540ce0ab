import { exitCodes } from "@tweedie/core";
import { CommanderError } from "commander";
import { appendixOf } from "./help.ts";
import { jsonLine } from "./json-line.ts";
import { commandOf, createProgram } from "./program.ts";
import { describeError } from "./describe-error.ts";
import type { Terminal } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = await createProgram({ terminal, argv, exit: (exitCode) => (code = exitCode) });
  try {
    try {
      await program.parseAsync(argv, { from: "user" });
    } catch (thrown) {
      if (!(thrown instanceof CommanderError) || thrown.exitCode !== 0) throw thrown;
      if (thrown.code === "commander.helpDisplayed") terminal.stdout.write(await appendixOf(commandOf(program, argv)));
    }
    return code;
  } catch (thrown) {
    // Without a command, its help page has been shown instead.
    if (thrown instanceof CommanderError && thrown.code === "commander.help") return exitCodes.usage;
    const error = thrown instanceof CommanderError ? await usageError(thrown, program, argv) : thrown;
    const { text, data } = await describeError(error, terminal.stderr.colors);
    if (argv.includes("--json")) terminal.stdout.write(jsonLine(data));
    terminal.stderr.write(`${text}\n`);
    return data.exitCode;
  }
}
