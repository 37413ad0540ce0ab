import type { Command, Option } from "commander";
import { fullName } from "../command-line/find-command.ts";
import { operandCandidates, optionValues } from "./candidates.ts";

/** Completions of the last word, which may be empty. Empty where a file name is expected: the shell completes those. */
export async function complete(program: Command, words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const line = parseLine(program, words.slice(0, -1));
  return (await candidates(line, current)).filter((word) => word.startsWith(current));
}

interface Line {
  readonly command: Command;
  readonly operands: readonly string[];
  /** The option whose value is the next word, if any. */
  readonly pending: Option | undefined;
}

/** Splits a line into its command, operands and pending option. */
function parseLine(program: Command, words: readonly string[]): Line {
  let command = program;
  let pending: Option | undefined;
  const operands: string[] = [];
  for (const word of words) {
    const subcommand = command.commands.find((each) => each.name() === word);
    if (pending) pending = undefined;
    else if (word.startsWith("-")) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      pending = option?.required ? option : undefined;
    } else if (subcommand && operands.length === 0) command = subcommand;
    else operands.push(word);
  }
  return { command, operands, pending };
}

async function candidates({ command, operands, pending }: Line, current: string): Promise<readonly string[]> {
  if (pending) return optionValues(pending.long ?? "");
  const help = command.createHelp();
  if (current.startsWith("-")) return help.visibleOptions(command).flatMap(({ long }) => long ?? []);
  const subcommands = operands.length === 0 ? help.visibleCommands(command).map((each) => each.name()) : [];
  return [...subcommands, ...(await operandCandidates(fullName(command), operands, current))];
}
