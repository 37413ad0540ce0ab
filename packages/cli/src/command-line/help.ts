import type { Command, Help } from "commander";
import { table } from "../terminal/table.ts";
import { fullName } from "./find-command.ts";

export type Example = readonly [line: string, meaning: string];

const examples = new WeakMap<Command, readonly Example[]>();

/** Adds the examples that the help page of a command begins with. */
export function withExamples(command: Command, lines: readonly Example[]): Command {
  examples.set(command, lines);
  return command;
}

/** The examples of a command. */
export const examplesOf = (command: Command): readonly Example[] => examples.get(command) ?? [];

/** Text at the end of a help page that depends on the operands of the command line. */
type AppendixText = (operands: readonly string[]) => Promise<string>;

const appendices = new WeakMap<Command, AppendixText>();

/** Adds an appendix to the help page of a command. */
export function withAppendix(command: Command, appendix: AppendixText): Command {
  appendices.set(command, appendix);
  return command;
}

/** Renders the appendix of a command that has parsed its command line. */
export const renderAppendix = async (command: Command): Promise<string> =>
  (await appendices.get(command)?.(command.args.filter((word) => !word.startsWith("-")))) ?? "";

/** Renders a help page: examples first, then usage, subcommands, arguments and options. */
export function formatHelp(command: Command, help: Help): string {
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length > 0 ? ["", title, ...table(rows).map((row) => `  ${row}`)] : [];
  const lines = [
    `${fullName(command)}: ${command.description()}`,
    ...section("Examples", examplesOf(command)),
    ...section("Usage", [[help.commandUsage(command)]]),
    ...section(
      "Commands",
      help.visibleCommands(command).map((each) => [help.subcommandTerm(each), each.description()]),
    ),
    ...section(
      "Arguments",
      help.visibleArguments(command).map((each) => [help.argumentTerm(each), each.description]),
    ),
    ...section(
      "Options",
      help.visibleOptions(command).map((each) => [help.optionTerm(each), help.optionDescription(each)]),
    ),
  ];
  return `${lines.join("\n")}\n`;
}
