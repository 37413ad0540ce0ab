import type { Command } from "commander";
import type { Context } from "./command-line/context.ts";

/** A command that is not loaded yet. The page of all commands shows only its summary. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<(context: Context) => Command>;
}

/** Commands by name, in the order of the help page. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  run: {
    summary: "run an experiment, or resume it from its last checkpoint",
    load: async () => (await import("./commands/run/run.ts")).runCommand,
  },
  extend: {
    summary: "continue a run, also a finished one, with another length or other cadences",
    load: async () => (await import("./commands/run/extend.ts")).extendCommand,
  },
  fork: {
    summary: "begin another run from the weights of a run, with other values",
    load: async () => (await import("./commands/run/fork.ts")).forkCommand,
  },
  evaluate: {
    summary: "measure checkpoints of runs with other metrics, beside their own results",
    load: async () => (await import("./commands/evaluate.ts")).evaluateCommand,
  },
  sweep: {
    summary: "run an experiment with many values in parallel, or resume the sweep",
    load: async () => (await import("./commands/sweep/sweep.ts")).sweepCommand,
  },
  agent: {
    summary: "run trials of a sweep from another process or machine until none is left",
    load: async () => (await import("./commands/agent.ts")).agentCommand,
  },
  validate: {
    summary: "check experiments and sweeps without running them, and report every error",
    load: async () => (await import("./commands/validate.ts")).validateCommand,
  },
  config: {
    summary: "print or compare configurations",
    load: async () => (await import("./commands/config/config.ts")).configCommand,
  },
  plugins: {
    summary: "list the installed plugins, or describe one",
    load: async () => (await import("./commands/plugins/plugins.ts")).pluginsCommand,
  },
  explain: {
    summary: "explain a key, an option, a plugin or a role: meaning, type, default, example",
    load: async () => (await import("./commands/explain.ts")).explainCommand,
  },
  ls: {
    summary: "list runs: status, main metric and differing configuration values",
    load: async () => (await import("./commands/ls.ts")).lsCommand,
  },
  show: {
    summary: "show one run: status, configuration, metrics and files",
    load: async () => (await import("./commands/show.ts")).showCommand,
  },
  compare: {
    summary: "compare runs: differing configuration values, and the best run by each metric",
    load: async () => (await import("./commands/compare.ts")).compareCommand,
  },
  ui: {
    summary: "open a local dashboard over runs and sweeps, which follows them live",
    load: async () => (await import("./commands/ui/ui.ts")).uiCommand,
  },
  sample: {
    summary: "draw samples from the student or the teacher of a run",
    load: async () => (await import("./commands/sample.ts")).sampleCommand,
  },
  export: {
    summary: "export the student of a run as ONNX, weights or a web page",
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  inspect: {
    summary: "show a pretrained checkpoint: network, options, weights; runs nothing of it",
    load: async () => (await import("./commands/inspect.ts")).inspectCommand,
  },
  report: {
    summary: "write the HTML report of a run or a sweep, and print its path",
    load: async () => (await import("./commands/report.ts")).reportCommand,
  },
  playground: {
    summary: "serve the page in which distillations are trained live",
    load: async () => (await import("./commands/playground/playground.ts")).playgroundCommand,
  },
  sync: {
    summary: "send the rows of runs that their trackers lack; exit code 75: try again later",
    load: async () => (await import("./commands/sync.ts")).syncCommand,
  },
  rm: {
    summary: "delete runs, keeping files that they did not write",
    load: async () => (await import("./commands/rm.ts")).rmCommand,
  },
  doctor: {
    summary: "check that this machine can run experiments; exit code 1: it cannot",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  backend: {
    summary: "build the native part of a backend, or remove it",
    load: async () => (await import("./commands/backend/backend.ts")).backendCommand,
  },
  new: {
    summary: "create a plugin from a template, with its test and an experiment",
    load: async () => (await import("./commands/new.ts")).newCommand,
  },
  init: {
    summary: "create a project with an experiment, a loss plugin and editor settings",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  schema: {
    summary: "write the JSON Schemas with which editors complete and check experiments and sweeps",
    load: async () => (await import("./commands/schema.ts")).schemaCommand,
  },
  completion: {
    summary: "print a shell script that completes commands, keys, plugins and runs",
    load: async () => (await import("./commands/completion.ts")).completionCommand,
  },
};

/** Commands that scripts and agents call. The help page does not list them. */
export const hiddenCommands: Readonly<Record<string, CommandEntry>> = {
  complete: {
    summary: "print completions of the last word; called by the completion scripts",
    load: async () => (await import("./commands/complete.ts")).completeCommand,
  },
  worker: {
    summary: "run trials for the agent that started this process",
    load: async () => (await import("./commands/worker.ts")).workerCommand,
  },
};
