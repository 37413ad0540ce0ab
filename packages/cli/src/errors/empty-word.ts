import { TweedieError } from "@tweedie/core";
import type { Argument, Command } from "commander";
import { fullName } from "../command-line/find-command.ts";

const formOf = (argument: Argument): string => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`);

/**
 * Refuses empty arguments and values of options: a shell makes them of `"$RUN"` if the variable is not set, and as a folder they would be
 * the working folder.
 *
 * @throws TweedieError
 */
export function refuseEmptyWord(command: Command): void {
  const { args, registeredArguments: known, options } = command;
  const refuse = (what: string): never => {
    const fix = 'an unset variable in quotes, as in `"$NAME"`, is empty';
    throw new TweedieError({ where: fullName(command), what, fix });
  };
  const index = args.indexOf("");
  if (index >= 0) refuse(`the argument \`${formOf(known[Math.min(index, known.length - 1)]!)}\` is empty`);
  for (const option of options) {
    const name = option.attributeName();
    const isGiven = command.getOptionValueSource(name) === "cli";
    if (isGiven && [command.getOptionValue(name)].flat().includes(""))
      refuse(`the value of \`${option.flags}\` is empty`);
  }
}
