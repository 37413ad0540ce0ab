import { Command } from "commander";
import { formatHelp, fullName, withExamples } from "./help.ts";
import type { Context } from "./context.ts";
import { readVersion } from "./version.ts";

type Load = () => Promise<(context: Context) => Command>;

/** In the order of the page. */
const commands: Readonly<Record<string, Load>> = {
  run: async () => (await import("./commands/run.ts")).runCommand,
  agent: async () => (await import("./commands/agent.ts")).agentCommand,
  validate: async () => (await import("./commands/validate.ts")).validateCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  plugins: async () => (await import("./commands/plugins.ts")).pluginsCommand,
  ls: async () => (await import("./commands/ls.ts")).lsCommand,
  show: async () => (await import("./commands/show.ts")).showCommand,
  compare: async () => (await import("./commands/compare.ts")).compareCommand,
  sample: async () => (await import("./commands/sample.ts")).sampleCommand,
  export: async () => (await import("./commands/export.ts")).exportCommand,
  report: async () => (await import("./commands/report.ts")).reportCommand,
  rm: async () => (await import("./commands/rm.ts")).rmCommand,
  doctor: async () => (await import("./commands/doctor.ts")).doctorCommand,
  new: async () => (await import("./commands/new.ts")).newCommand,
  init: async () => (await import("./commands/init.ts")).initCommand,
  schema: async () => (await import("./commands/schema.ts")).schemaCommand,
  completion: async () => (await import("./commands/completion.ts")).completionCommand,
};

/** What scripts call. */
const hidden: Readonly<Record<string, Load>> = {
  complete: async () => (await import("./commands/completion.ts")).completeCommand,
  worker: async () => (await import("./commands/worker.ts")).workerCommand,
};

/** The command line, with the command that is called, or with all where none is. */
export async function createProgram(context: Context): Promise<Command> {
  const { stdout, stderr } = context.terminal;
  const program = new Command("tweedie")
    .description("distil a diffusion model into a one-step generator")
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this page")
    .helpCommand(false)
    .configureHelp({ formatHelp })
    // Errors are thrown to `main`, which renders them.
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
    })
    .showSuggestionAfterError(false)
    .exitOverride();
  const called = context.argv.find((word) => !word.startsWith("-")) ?? "";
  const load = new Map(Object.entries({ ...commands, ...hidden })).get(called);
  const creates = await Promise.all((load ? [load] : Object.values(commands)).map((each) => each()));
  for (const create of creates) program.addCommand(create(context));
  for (const command of everyCommand(program)) command.copyInheritedSettings(command.parent ?? command);
  return withExamples(program, [
    ["tweedie run experiments/mixture/sid.yaml", "run an experiment"],
    ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 --seed 3", "the same with other values"],
    ["tweedie validate experiments/mixture/*.yaml", "find every mistake before anything runs"],
    ["tweedie plugins", "what an experiment can be made of"],
  ]);
}

/** A command and all below it, from the top. */
export const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

/** The command that a command line names. */
export function commandOf(program: Command, argv: readonly string[]): Command {
  const words = argv.filter((word) => !word.startsWith("-"));
  const isNamed = (command: Command): boolean =>
    fullName(command)
      .split(" ")
      .slice(1)
      .every((word, index) => words[index] === word);
  return everyCommand(program).filter(isNamed).at(-1) ?? program;
}
