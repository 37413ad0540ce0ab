import { existsSync } from "node:fs";
import { type Problem, shellPath, TweedieError } from "@tweedie/core";
import type { Command, CommanderError } from "commander";
import { findCommand, fullName } from "../command-line/find-command.ts";

/** Rewrites an error of commander's parser as `where: what`, with help. */
export async function usageError(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): Promise<TweedieError> {
  const { suggest } = await import("@tweedie/config");
  const command = findCommand(program, argv);
  const where = fullName(command);
  const fix = `\`${where} --help\` shows the usage`;
  // The rejected word is only available in quotes in commander's message.
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? "";

  const problem = (): Problem => {
    switch (error.code) {
      case "commander.unknownOption": {
        const visible = command.createHelp().visibleOptions(command);
        const names = visible.flatMap(({ long }) => long ?? []);
        return {
          where: word,
          what: "unknown option",
          fix: overrideForOption(word, argv) ?? fileForOption(word) ?? suggest(word, names, "options"),
        };
      }
      case "commander.unknownCommand": {
        const visible = command.createHelp().visibleCommands(command);
        const names = visible.map((each) => each.name());
        const isFile = /\.ya?ml$/.test(word);
        const other = isFile ? `write \`${where} run ${shellPath(word)}\`` : suggest(word, names, "commands");
        return { where: word, what: "unknown command", fix: other ?? fix };
      }
      case "commander.missingArgument":
        return { where, what: `missing argument \`<${word}>\``, fix };
      case "commander.missingMandatoryOptionValue":
        return { where, what: `missing option \`${word}\``, fix };
      case "commander.optionMissingArgument":
        return { where, what: `missing value of option \`${word}\``, fix };
      case "commander.excessArguments":
        return { where, what: "too many arguments", fix };
      default:
        return { where, what: error.message.replace(/^error: /, ""), fix };
    }
  };
  return new TweedieError(problem());
}

/** Help for a file or folder whose name begins with a dash. */
const fileForOption = (word: string): string | undefined =>
  existsSync(word) ? `write \`${shellPath(word)}\` for the file` : undefined;

/** Help for `--loss.lambda 1`, the form of other tools, which is `loss.lambda=1` here. */
function overrideForOption(word: string, argv: readonly string[]): string | undefined {
  const [, key, value] = /^--?([\w[\]-]+(?:\.[\w[\]-]+)+)(?:=(.*))?$/.exec(word) ?? [];
  const next = argv[argv.indexOf(word) + 1] ?? "...";
  return key && `write \`${key}=${value ?? next}\`, without dashes: it is a value of the experiment`;
}
