import { basename, dirname, isAbsolute, join } from "node:path";
import {
  checkSchema,
  compose,
  ConfigError,
  addDiagnostic,
  type Diagnostic,
  type ConfigDocument,
  type MapNode,
  type ConfigNode,
  applyOverride,
  throwDiagnostics,
  suggest,
  toJson,
} from "@tweedie/config";
import { type Experiment, findProject, metricGoals } from "@tweedie/engine";
import type { Metric, SweepPlan } from "../plan.ts";
import { spaceOf } from "../space/space.ts";
import { sortArguments, withSwept } from "./arguments.ts";
import { checkPlugin, namedAs } from "./check-plugin.ts";
import { isSweep } from "./is-sweep.ts";
import { checkValues } from "./check-values.ts";
import { flatten, pathOf } from "./flatten.ts";
import { methodOf, pruningOf } from "./method-blocks.ts";
import { portable } from "./portable.ts";
import { replicatesOf } from "./replicates.ts";
import { foreignKeys, sweepSchema, type SweepSettings } from "./sweep-schema.ts";

/** A sweep that has passed every check. */
export interface Sweep {
  readonly plan: SweepPlan;
  /** The experiment as the first trial has it. */
  readonly experiment: Experiment;
  /** How many configurations there will be. */
  readonly size: number;
  /** What is allowed and bears thought, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads a sweep and checks all of it: its file or, in short, an experiment and arguments that say what is swept; its plugins;
 * and every value that a trial may have.
 *
 * @throws ConfigError with everything that is wrong, each where it is written.
 */
export async function readSweep(file: string, words: readonly string[] = []): Promise<Sweep> {
  const { settings: own, overrides, swept: given } = sortArguments(words);
  const composed = await compose({ file });
  const isFile = isSweep(composed.value);
  const written = isFile ? (composed.root as MapNode) : shortRoot(file, composed.root);
  const root = withSwept(layOver(written, own), given, words);
  const document: ConfigDocument = { ...composed, root, value: toJson(root) as ConfigDocument["value"], diagnostics: [] };

  const settings = checkSchema(document, sweepSchema);
  throwDiagnostics(document);
  const { swept, fixed } = flatten(document);
  const replicates = replicatesOf(document);
  if (swept.length + replicates.swept.length === 0) {
    const help = isFile
      ? "write `parameters: { loss.lambda: [0, 0.5, 1] }`"
      : "add `loss.lambda=0,0.5,1` or `seed=0..4`";
    addDiagnostic(document, isFile ? "parameters" : "experiment", { message: "nothing is swept", help });
  }
  const parameters = swept.map(({ parameter }) => parameter);
  const named = isFile ? settings!.experiment : file;
  const varied = isFile && !isAbsolute(named) ? join(dirname(file), named) : named;
  const experiment = await checkValues(document, {
    file: varied,
    overrides,
    swept: [...swept, ...replicates.swept],
    fixed,
  });
  const metric = experiment && (await metricOf(document, settings!, experiment));

  const lab = await findProject(dirname(varied));
  const folder = isFile ? dirname(file) : process.cwd();
  const space = spaceOf(parameters);
  const method = await checkPlugin(document, {
    path: "method",
    role: "sampler",
    block: methodOf(settings!, space),
    lab,
    folder,
  });
  const pruning = pruningOf(settings!);
  const pruner =
    pruning &&
    (await checkPlugin(document, { path: "early_terminate", role: "pruner", block: pruning.pruner, lab, folder }));
  const { use, ...options } = settings!.engine ?? { use: "local" };
  const block = { use: namedAs("launchers", use), ...options };
  const engine = await checkPlugin(document, { path: "engine", role: "launcher", block, lab, folder });

  const refusal = method?.made.refuse?.(space);
  if (refusal) {
    const at = swept.find(({ parameter }) => parameter.name === refusal.name);
    const path = at ? ["parameters", at.parameter.path] : ["method"];
    addDiagnostic(document, path, { message: refusal.what, help: refusal.fix });
  }
  const size = Math.min(settings!.run_cap ?? Infinity, refusal ? 0 : (method?.made.size?.(space) ?? Infinity));
  if (method && size === Infinity) {
    const message = `\`${method.block.use}\` goes on without end`;
    addDiagnostic(document, "method", { message, help: isFile ? "write `run_cap: 40`" : "add `run_cap=40`" });
  }
  throwDiagnostics(document);

  const plan: SweepPlan = {
    name: settings!.name ?? basename(file).replace(/\.ya?ml$/, ""),
    description: settings!.description,
    experiment: { file: varied, overrides, hash: experiment!.hash },
    method: method!.block,
    seed: settings!.seed,
    metric: metric!,
    parameters,
    constants: Object.fromEntries(fixed.map(({ steps, value }) => [pathOf(steps), toJson(value)])),
    repeat: replicates.values,
    runCap: settings!.run_cap,
    pruning: pruning && { pruner: pruner!.block, resource: pruning.resource },
    retries: settings!.retries,
    engine: engine!.block,
  };
  return { plan: portable(plan, folder), experiment: experiment!, size, warnings: warningsOf(settings!) };
}

/** A sweep of which only the experiment is written. */
function shortRoot(file: string, { origin: { source } }: ConfigNode): MapNode {
  const origin = { source, start: 0, end: 0 };
  const value: ConfigNode = { kind: "scalar", value: basename(file), origin };
  return { kind: "map", origin, entries: new Map([["experiment", { key: origin, value }]]) };
}

/** A sweep with settings from the command line. */
function layOver(root: MapNode, words: readonly string[]): MapNode {
  const found: Diagnostic[] = [];
  const laid = words.reduce<ConfigNode>((node, word, index) => applyOverride(node, word, index, (each) => found.push(each)), root);
  if (found.length > 0) throw new ConfigError(found);
  return laid as MapNode;
}

/** What the sweep is judged by: one of the experiment's metrics. */
async function metricOf(
  document: ConfigDocument,
  { metric }: SweepSettings,
  experiment: Experiment,
): Promise<Metric | undefined> {
  const goals = await metricGoals(experiment);
  const [first] = Object.keys(goals);
  if (first === undefined) {
    const help = "give it `evaluate: { metrics: [metrics/sliced-wasserstein] }`";
    addDiagnostic(document, "experiment", { message: "the experiment measures nothing that could be compared", help });
    return undefined;
  }
  const name = metric?.name ?? first;
  const own = goals[name];
  if (own === undefined) {
    const help = suggest(name, Object.keys(goals), "metrics of the experiment");
    addDiagnostic(document, "metric.name", { message: `the experiment does not measure \`${name}\``, help });
    return undefined;
  }
  return { name, goal: metric?.goal ?? own };
}

const warningsOf = (settings: SweepSettings): readonly string[] =>
  Object.entries(foreignKeys).flatMap(([key, why]) =>
    settings[key as keyof typeof foreignKeys] === undefined ? [] : [`\`${key}\` is passed over: ${why}`],
  );
