import { exitCodes } from "@tweedie/core";
import { CommanderError } from "commander";
import { findCommand } from "./command-line/find-command.ts";
import { renderAppendix } from "./command-line/help.ts";
import { describeError } from "./errors/describe-error.ts";
import { usageError } from "./errors/usage-error.ts";
import { createProgram } from "./program.ts";
import { jsonLine } from "./terminal/json-line.ts";
import type { Terminal } from "./terminal/terminal.ts";

export { processTerminal } from "./terminal/process-terminal.ts";

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], given: Terminal): Promise<number> {
  const terminal = argv.includes("--json") ? withoutActivityLines(given) : given;
  let code = 0;
  const program = await createProgram({ terminal, argv, exit: (exitCode) => (code = exitCode) });
  try {
    try {
      await program.parseAsync(argv, { from: "user" });
    } catch (thrown) {
      if (!(thrown instanceof CommanderError) || thrown.exitCode !== 0) throw thrown;
      if (thrown.code === "commander.helpDisplayed") {
        terminal.stdout.write(await renderAppendix(findCommand(program, argv)));
      }
    }
    return code;
  } catch (thrown) {
    // Without a subcommand, commander has printed the help page already.
    if (thrown instanceof CommanderError && thrown.code === "commander.help") return exitCodes.usage;
    const error = thrown instanceof CommanderError ? await usageError(thrown, program, argv) : thrown;
    const { text, data } = await describeError(error, terminal.stderr.colors);
    if (argv.includes("--json")) terminal.stdout.write(jsonLine(data));
    terminal.stderr.write(`${text}\n`);
    return data.exitCode;
  } finally {
    terminal.activity("");
  }
}

/** A terminal on which activities are told only where their line is redrawn: a program that reads JSON may read errors on stderr. */
const withoutActivityLines = (terminal: Terminal): Terminal => ({
  ...terminal,
  activity: (text) => terminal.activity(text, { brief: true }),
});
