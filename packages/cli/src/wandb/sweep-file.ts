import { relative } from "node:path";
import { type Parameter, type SweepPlan, trialOverrides } from "@tweedie/study";
import { TweedieError } from "@tweedie/core";
import type { Json } from "@tweedie/config";

type Block = Readonly<Record<string, unknown>>;

/** W&B's names of the search methods. A method that W&B does not have becomes `random`. */
const methods: Readonly<Record<string, string>> = { grid: "grid", tpe: "bayes", list: "grid" };

/**
 * Converts a sweep to a configuration file of `wandb sweep`, whose agents run `tweedie run`. Replicates become parameters like all
 * others, because W&B cannot rank a configuration by its mean over replicates.
 *
 * @throws TweedieError for nested parameters, which W&B does not have.
 */
export function wandbSweep(plan: SweepPlan): Block {
  const { experiment, method, metric, parameters, constants, repeat, runCap, pruning } = plan;
  const name = method.use.split("/").at(-1)!;
  const nested = parameters.find(({ when }) => when !== undefined);
  if (nested) {
    const what = "is a nested parameter of one choice, which W&B sweeps do not support";
    throw new TweedieError({ where: nested.path, what, fix: "write one sweep per choice" });
  }
  const fixed = Object.entries(constants).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  return {
    name: plan.name,
    ...(plan.description !== undefined && { description: plan.description }),
    method: methods[name] ?? "random",
    metric: { name: metric.name, goal: metric.goal },
    parameters: {
      ...Object.fromEntries(parameters.map((each) => [each.path, parameterOf(each)])),
      ...replicatesOf(repeat),
    },
    ...(runCap !== undefined && { run_cap: runCap * Math.max(1, repeat.length) }),
    ...(pruning && { early_terminate: hyperbandOf(pruning.pruner) }),
    command: [
      "${env}",
      "npx",
      "tweedie",
      "run",
      relative("", experiment.file),
      ...trialOverrides(experiment),
      ...fixed,
      "--set-json",
      "${args_json}",
    ],
  };
}

function parameterOf(parameter: Parameter): Block {
  if (parameter.kind === "range") return parameter.distribution;
  const { values, probabilities } = parameter;
  return values.length === 1 ? { value: values[0] } : { values, ...(probabilities && { probabilities }) };
}

/** Parameters for the replicates of a sweep: for each path, the values that it has in any replicate. */
function replicatesOf(repeat: SweepPlan["repeat"]): Readonly<Record<string, Block>> {
  const paths = Object.keys(repeat[0] ?? {});
  return Object.fromEntries(
    paths.map((path) => {
      const values = new Map<string, Json>(repeat.map((each) => [JSON.stringify(each[path]), each[path]!]));
      return [path, { values: [...values.values()] }];
    }),
  );
}

/** W&B stops runs early by Hyperband only, which counts evaluations from 1 instead of training steps. */
function hyperbandOf({ eta = 3 }: Block): Block {
  return { type: "hyperband", min_iter: 1, eta };
}
