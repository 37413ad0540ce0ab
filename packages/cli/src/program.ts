import { Command } from "commander";
import { formatHelp, fullName, withExamples } from "./help.ts";
import type { Context } from "./context.ts";
import { readVersion } from "./version.ts";

/** A command that is not there yet: the page of all needs its summary alone, and the others are not loaded when it is called. */
interface Entry {
  readonly summary: string;
  readonly load: () => Promise<(context: Context) => Command>;
}

/** In the order of the page. */
export const commands: Readonly<Record<string, Entry>> = {
  run: {
    summary: "run an experiment, or continue it where it stopped",
    load: async () => (await import("./commands/run.ts")).runCommand,
  },
  sweep: {
    summary: "run an experiment with many values, in parallel, or go on with it",
    load: async () => (await import("./commands/sweep.ts")).sweepCommand,
  },
  agent: {
    summary: "join a sweep from another process or machine, until no trial is left",
    load: async () => (await import("./commands/agent.ts")).agentCommand,
  },
  validate: {
    summary: "check experiments and sweeps and show every mistake, before anything runs",
    load: async () => (await import("./commands/validate.ts")).validateCommand,
  },
  config: {
    summary: "look into configurations",
    load: async () => (await import("./commands/config.ts")).configCommand,
  },
  plugins: {
    summary: "list what experiments can be made of, or show one plugin",
    load: async () => (await import("./commands/plugins.ts")).pluginsCommand,
  },
  ls: {
    summary: "list runs: how each stands, what it reached, and where they differ",
    load: async () => (await import("./commands/ls.ts")).lsCommand,
  },
  show: {
    summary: "show one run: how it stands, what it was told, what it reached",
    load: async () => (await import("./commands/show.ts")).showCommand,
  },
  compare: {
    summary: "set runs side by side: where they differ, and which is the best by each metric",
    load: async () => (await import("./commands/compare.ts")).compareCommand,
  },
  sample: {
    summary: "draw samples from the student of a run, or from its teacher",
    load: async () => (await import("./commands/sample.ts")).sampleCommand,
  },
  export: {
    summary: "write the student of a run as a file for other programs",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  report: {
    summary: "write the report of a run or a sweep, one HTML file, and print its path",
    load: async () => (await import("./commands/report.ts")).reportCommand,
  },
  rm: {
    summary: "delete runs: what they have written, and nothing else in their folders",
    load: async () => (await import("./commands/rm.ts")).rmCommand,
  },
  doctor: {
    summary: "see whether this machine has what runs need; exit code 1: it has not",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  new: {
    summary: "begin a plugin: its file, its test and an experiment with it",
    load: async () => (await import("./commands/new.ts")).newCommand,
  },
  init: {
    summary: "make a project of one's own: experiments, a loss to change, editor settings",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  schema: {
    summary: "write the JSON Schemas by which editors complete and check experiments and sweeps",
    load: async () => (await import("./commands/schema.ts")).schemaCommand,
  },
  completion: {
    summary: "print the script by which a shell completes commands, keys, plugins and runs",
    load: async () => (await import("./commands/completion.ts")).completionCommand,
  },
};

/** What scripts call. */
const hidden: Readonly<Record<string, Entry>> = {
  complete: {
    summary: "print the words that fit in the place of the last; the completion scripts call it",
    load: async () => (await import("./commands/completion.ts")).completeCommand,
  },
  worker: {
    summary: "play trials for the agent that started this process",
    load: async () => (await import("./commands/worker.ts")).workerCommand,
  },
};

/** The command line, with the command that is called, or with the names of all where none is. */
export async function createProgram(context: Context): Promise<Command> {
  const { stdout, stderr } = context.terminal;
  const program = new Command("tweedie")
    .description("distil a diffusion model into a one-step generator")
    .version(readVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this page")
    .helpCommand(false)
    // What stands behind the name of a command is its own: `sweep status --json` is not `sweep --json`.
    .enablePositionalOptions()
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
  const entry = new Map(Object.entries({ ...commands, ...hidden })).get(called);
  if (entry) program.addCommand((await entry.load())(context).description(entry.summary));
  else for (const [name, { summary }] of Object.entries(commands)) program.command(name).description(summary);
  for (const command of everyCommand(program)) command.copyInheritedSettings(command.parent ?? command);
  return withExamples(program, [
    ["tweedie run experiments/mixture/sid.yaml", "run an experiment"],
    ["tweedie run experiments/mixture/sid.yaml loss.lambda=1 --seed 3", "the same with other values"],
    ["tweedie sweep experiments/sweeps/lambda.yaml", "many runs, in parallel, and the best of them"],
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
