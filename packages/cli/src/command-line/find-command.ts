import type { Command } from "commander";

/** The words that call a command: `tweedie config show`. */
export const fullName = (command: Command): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();

/** A command followed by all its subcommands, recursively. */
export const allCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(allCommands)];

/** The innermost command that a command line names. */
export function findCommand(program: Command, argv: readonly string[]): Command {
  const words = argv.filter((word) => !word.startsWith("-"));
  const isNamed = (command: Command): boolean =>
    fullName(command)
      .split(" ")
      .slice(1)
      .every((word, index) => words[index] === word);
  return allCommands(program).filter(isNamed).at(-1) ?? program;
}
