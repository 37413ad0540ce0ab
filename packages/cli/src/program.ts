import { Command } from "commander";
import type { Context } from "./command-line/context.ts";
import { allCommands } from "./command-line/find-command.ts";
import { formatHelp, withExamples } from "./command-line/help.ts";
import { commands, hiddenCommands } from "./command-table.ts";
import { refuseEmptyWord } from "./errors/empty-word.ts";
import { readVersion } from "./version.ts";

/** The command line with the one command that is called, or with the names and summaries of all if none is. */
export async function createProgram(context: Context): Promise<Command> {
  const { stdout, stderr } = context.terminal;
  const program = new Command("tweedie")
    .description("distil a diffusion model into a one-step generator")
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this page")
    .helpCommand(false)
    // Options after a subcommand belong to it: `sweep status --json` does not set the `--json` of `sweep`.
    .enablePositionalOptions()
    .configureHelp({ formatHelp })
    // Errors are thrown to `main`, which prints them.
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
    })
    .showSuggestionAfterError(false)
    .exitOverride();
  const called = context.argv.find((word) => !word.startsWith("-")) ?? "";
  const entry = new Map(Object.entries({ ...commands, ...hiddenCommands })).get(called);
  // The words of a hidden command are not the user's: those of `complete` end with an empty one.
  if (Object.hasOwn(commands, called)) program.hook("preAction", (_, command) => refuseEmptyWord(command));
  if (entry) program.addCommand((await entry.load())(context).description(entry.summary));
  else for (const [name, { summary }] of Object.entries(commands)) program.command(name).description(summary);
  for (const command of allCommands(program)) command.copyInheritedSettings(command.parent ?? command);
  return withExamples(program, [
    ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 --seed 3", "run an experiment with other values"],
    ["tweedie sweep experiments/sweeps/lambda.yaml", "run a sweep and show the best configuration"],
  ]);
}
