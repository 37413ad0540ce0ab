import { type Problem, TweedieError } from "@tweedie/core";
import type { Command, CommanderError } from "commander";
import { fullName } from "./help.ts";
import { commandOf } from "./program.ts";

/** What commander refuses of a command line, in our words. */
export async function usageError(
  error: CommanderError,
  program: Command,
  argv: readonly string[],
): Promise<TweedieError> {
  const { suggest } = await import("@tweedie/config");
  const command = commandOf(program, argv);
  const where = fullName(command);
  const fix = `see \`${where} --help\``;
  // commander quotes the word in question, and has it nowhere else.
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? "";

  const problem = (): Problem => {
    switch (error.code) {
      case "commander.unknownOption": {
        const visible = command.createHelp().visibleOptions(command);
        const names = visible.flatMap(({ long }) => long ?? []);
        return { where: word, what: "unknown option", fix: dashless(word, argv) ?? suggest(word, names, "options") };
      }
      case "commander.unknownCommand": {
        const visible = command.createHelp().visibleCommands(command);
        const names = visible.map((each) => each.name());
        const isFile = /\.ya?ml$/.test(word);
        const fix = isFile ? `\`${where} run ${word}\`` : suggest(word, names, "commands");
        return { where: word, what: "unknown command", fix };
      }
      case "commander.missingArgument":
        return { where, what: `<${word}> is missing`, fix };
      case "commander.missingMandatoryOptionValue":
        return { where, what: `\`${word}\` is missing`, fix };
      case "commander.optionMissingArgument":
        return { where, what: `\`${word}\` has no value`, fix };
      case "commander.excessArguments":
        return { where, what: "too many arguments", fix };
      default:
        return { where, what: error.message.replace(/^error: /, ""), fix };
    }
  };
  return new TweedieError(problem());
}

/** Other tools write `--loss.lambda 1` for `loss.lambda=1`. */
function dashless(word: string, argv: readonly string[]): string | undefined {
  const [, key, value] = /^--?([\w[\]-]+(?:\.[\w[\]-]+)+)(?:=(.*))?$/.exec(word) ?? [];
  const next = argv[argv.indexOf(word) + 1] ?? "...";
  return key && `values of the experiment have no dashes: \`${key}=${value ?? next}\``;
}
