import type { Command, Option } from "commander";
import { fullName } from "../help.ts";
import { operandsFor, valuesFor } from "./candidates.ts";

/** The words that fit in the place of the last, which is empty or begun. There are none where a file fits. */
export async function complete(program: Command, words: readonly string[]): Promise<readonly string[]> {
  const current = words.at(-1) ?? "";
  const line = readLine(program, words.slice(0, -1));
  return (await candidates(line, current)).filter((word) => word.startsWith(current));
}

interface Line {
  readonly command: Command;
  readonly operands: readonly string[];
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
}

/** Which command is meant, what it is given, and whether an option waits for its value. */
function readLine(program: Command, words: readonly string[]): Line {
  let command = program;
  let pending: Option | undefined;
  const operands: string[] = [];
  for (const word of words) {
    const below = command.commands.find((each) => each.name() === word);
    if (pending) pending = undefined;
    else if (word.startsWith("-")) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      pending = option?.required ? option : undefined;
    } else if (below && operands.length === 0) command = below;
    else operands.push(word);
  }
  return { command, operands, pending };
}

async function candidates({ command, operands, pending }: Line, current: string): Promise<readonly string[]> {
  if (pending) return valuesFor(pending.long ?? "");
  const help = command.createHelp();
  if (current.startsWith("-")) return help.visibleOptions(command).flatMap(({ long }) => long ?? []);
  const below = operands.length === 0 ? help.visibleCommands(command).map((each) => each.name()) : [];
  return [...below, ...(await operandsFor(fullName(command), operands, current))];
}
