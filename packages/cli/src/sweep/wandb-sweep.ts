import { relative } from "node:path";
import type { Parameter, SweepPlan } from "@tweedie/study";
import { TweedieError } from "@tweedie/core";
import type { Json } from "@tweedie/config";

type Block = Readonly<Record<string, unknown>>;

/** How W&B's server calls the methods. What it does not have, it can at least draw at random. */
const methods: Readonly<Record<string, string>> = { grid: "grid", tpe: "bayes", list: "grid" };

/**
 * The same sweep as a file for `wandb sweep`, whose agents run `tweedie run`. There a replicate is a parameter as any other, and
 * nothing is judged by a mean: that is the one thing which W&B's sweeps cannot say.
 */
export function wandbSweep(plan: SweepPlan): Block {
  const { experiment, method, metric, parameters, constants, repeat, runCap, pruning } = plan;
  const name = method.use.split("/").at(-1)!;
  const nested = parameters.find(({ when }) => when !== undefined);
  if (nested) {
    const what = "W&B's sweeps have no parameters that are there only with a certain choice";
    throw new TweedieError({ where: nested.path, what, fix: "make a sweep of its own for each choice" });
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
      ...experiment.overrides,
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

/** Replicates that are all combinations of some values, as parameters. */
function replicatesOf(repeat: SweepPlan["repeat"]): Readonly<Record<string, Block>> {
  const paths = Object.keys(repeat[0] ?? {});
  return Object.fromEntries(
    paths.map((path) => {
      const values = new Map<string, Json>(repeat.map((each) => [JSON.stringify(each[path]), each[path]!]));
      return [path, { values: [...values.values()] }];
    }),
  );
}

/** W&B ends runs early by hyperband alone, which counts evaluations from 1 where ours count training steps. */
function hyperbandOf({ eta = 3 }: Block): Block {
  return { type: "hyperband", min_iter: 1, eta };
}
