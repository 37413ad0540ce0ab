import type { Command, Help } from "commander";
import { table } from "./table.ts";

type Example = readonly [line: string, meaning: string];

const examples = new WeakMap<Command, readonly Example[]>();

/** Gives a command the lines that its help page begins with. */
export function withExamples(command: Command, lines: readonly Example[]): Command {
  examples.set(command, lines);
  return command;
}

/** What a help page ends with, where the command line says more than which command it is. */
type Appendix = (operands: readonly string[]) => Promise<string>;

const appendices = new WeakMap<Command, Appendix>();

/** Gives the page of a command an end that follows from its arguments. */
export function withAppendix(command: Command, appendix: Appendix): Command {
  appendices.set(command, appendix);
  return command;
}

/** The end of the page of a command that has read its command line. */
export const appendixOf = async (command: Command): Promise<string> =>
  (await appendices.get(command)?.(command.args.filter((word) => !word.startsWith("-")))) ?? "";

/** A help page: what to type, and only then what it means. */
export function formatHelp(command: Command, help: Help): string {
  const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
    rows.length > 0 ? ["", title, ...table(rows).map((row) => `  ${row}`)] : [];
  const lines = [
    `${fullName(command)}: ${command.description()}`,
    ...section("Examples", examples.get(command) ?? []),
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

/** `tweedie config show` */
export const fullName = (command: Command): string =>
  command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
