import { commands } from "../../../packages/cli/src/command-table.ts";
import { allCommands, fullName } from "../../../packages/cli/src/command-line/find-command.ts";
import { examplesOf } from "../../../packages/cli/src/command-line/help.ts";
import { processTerminal } from "../../../packages/cli/src/main.ts";
import { createProgram } from "../../../packages/cli/src/program.ts";
import { type Page, pageOf } from "../page.ts";
import { commandPath, referencePaths } from "./links.ts";
import { blocks, code, fence, sentence, table } from "./markdown.ts";

type Command = Awaited<ReturnType<typeof createProgram>>;

/** A page that lists the commands, and a page of each command with its subcommands. */
export async function commandPages(): Promise<readonly Page[]> {
  const pages: Page[] = [pageOf(referencePaths.commands, await indexPage())];
  for (const name of Object.keys(commands)) {
    const [command] = (await programOf(name)).commands as [Command];
    const [first, ...others] = allCommands(command) as [Command, ...Command[]];
    const sections = [commandSection(first, 1), ...others.map((each) => commandSection(each, 2))];
    pages.push(pageOf(commandPath(name), blocks(...sections)));
  }
  return pages;
}

const terminal = processTerminal();

/** The command line with one command loaded, or with the names of all. */
const programOf = (...argv: readonly string[]): Promise<Command> =>
  createProgram({ terminal, argv, exit: () => undefined });

async function indexPage(): Promise<string> {
  const program = await programOf();
  const rows = Object.entries(commands).map(([name, { summary }]) => [
    `[${code(`tweedie ${name}`)}](/${commandPath(name)})`,
    sentence(summary),
  ]);
  return blocks("# Commands", examplesBlock(program), table(["command", "effect"], rows), optionsTable(program));
}

/** Section of a command: its meaning, examples, usage, arguments and options. */
const commandSection = (command: Command, level: number): string =>
  blocks(
    `${"#".repeat(level)} ${code(fullName(command))}`,
    sentence(command.description()),
    examplesBlock(command),
    `Usage: ${code(command.createHelp().commandUsage(command))}`,
    table(
      ["argument", "meaning"],
      command.registeredArguments.map((each) => [
        code(command.createHelp().argumentTerm(each)),
        sentence(each.description),
      ]),
    ),
    optionsTable(command),
  ).trimEnd();

function examplesBlock(command: Command): string {
  const lines = examplesOf(command).map(([line, meaning]) => `# ${meaning}\n${line}`);
  return lines.length > 0 ? fence("sh", lines.join("\n\n")) : "";
}

function optionsTable(command: Command): string {
  const help = command.createHelp();
  const rows = help
    .visibleOptions(command)
    .map((each) => [code(help.optionTerm(each)), sentence(help.optionDescription(each))]);
  return table(["option", "meaning"], rows);
}
