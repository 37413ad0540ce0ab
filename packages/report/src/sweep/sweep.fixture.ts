import { join } from "node:path";
import { type Random, random } from "@tweedie/core";
import type { ConfigurationState, Study, StudyState, SweepPlan, TrialState } from "@tweedie/study";

const parameters: SweepPlan["parameters"] = [
  {
    name: "lr",
    path: "distill.student.optimizer.lr",
    kind: "range",
    distribution: { distribution: "log_uniform_values", min: 1e-5, max: 1e-2 },
  },
  { name: "loss", path: "loss", kind: "choice", values: ["sid/l1", { use: "sid/l2", lambda: 0.5 }, "<b>'x'</b>"] },
  {
    name: "width",
    path: "network.width",
    kind: "range",
    distribution: { distribution: "q_uniform", min: 32, max: 128, q: 32 },
  },
  {
    name: "lambda",
    path: "loss.lambda",
    kind: "range",
    distribution: { distribution: "uniform", min: 0, max: 1 },
    when: { name: "loss", choice: 1 },
  },
];

const plan = {
  name: "lambda & lr",
  description: "Effect of lambda and the learning rate.",
  experiment: { file: "experiments/mixture/sid.yaml", overrides: [], hash: "" },
  method: { use: "samplers/random" },
  metric: { name: "sw2", goal: "minimize" },
  parameters,
  constants: {},
  repeat: [{ seed: 0 }, { seed: 1 }, { seed: 2 }],
  seed: 0,
  retries: 0,
  engine: { use: "launchers/local" },
} satisfies SweepPlan;

/** Reason of the failed trials, with characters that CSV and HTML must escape. */
const failureReason = 'ran out of memory, as `7, "8"` says';

/** A sweep of three seeds whose metric depends mostly on the learning rate, with pruned, diverged and failed configurations. */
export function sweepFixture({ folder = "sweep", count = 30 } = {}): Pick<Study, "folder" | "plan" | "state"> {
  const stream = random(0, "noise");
  const simulated = Array.from({ length: count }, (_, index) => simulate(index, stream, folder));
  const configurations = simulated.map(({ configuration }) => configuration);
  const trials = simulated.flatMap((each) => each.trials);
  const complete = configurations.filter(({ status }) => status === "complete");
  const countOf = (status: TrialState["status"]) => trials.filter((trial) => trial.status === status).length;
  const counts = {
    ...{ waiting: 0, running: 0, skipped: 0 },
    ...{ complete: countOf("complete"), pruned: countOf("pruned") },
    ...{ diverged: countOf("diverged"), failed: countOf("failed") },
  };
  const best = complete.toSorted((x, y) => x.value! - y.value!)[0]?.configuration;
  const state: StudyState = {
    status: "finished",
    configurations,
    trials,
    counts,
    best,
    within: best === undefined ? [] : [best],
    damaged: 0,
  };
  return { folder, plan, state: () => state };
}

/** A configuration with random values, and its trials. */
function simulate(
  configuration: number,
  stream: Random,
  folder: string,
): { readonly configuration: ConfigurationState; readonly trials: readonly TrialState[] } {
  const [a, b, c, d] = stream.uniform(4) as unknown as [number, number, number, number];
  const loss = Math.floor(3 * b);
  const point = { lr: 10 ** (-5 + 3 * a), loss, width: 32 * (1 + Math.floor(4 * c)), ...(loss === 1 && { lambda: d }) };
  const status = (["pruned", "diverged", "failed"] as const)[[5, 9, 14].indexOf(configuration % 16)] ?? "complete";
  const exact = 0.02 * Math.exp(3 * (a - 0.6) ** 2 * 4) * (1 + 0.3 * loss);
  const trials = [0, 1, 2].map((replicate): TrialState => {
    const value = exact * Math.exp(0.1 * stream.normal(1)[0]!);
    const steps = status === "complete" ? [100, 200, 400, 800] : [100, 200];
    return {
      ...{ trial: 3 * configuration + replicate, configuration, replicate, status },
      ...{ folder: join(folder, "trials", String(replicate)), claims: 1, failures: 0, losses: 0 },
      ...(status === "complete" && { value }),
      ...(status === "failed" && { reason: failureReason }),
      metrics: status === "complete" ? { sw2: value, modes: 8 } : {},
      reports: steps.map((resource) => ({ resource, value: value * (1 + 300 / resource) })),
    };
  });
  const values = trials.flatMap(({ value }) => value ?? []);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return {
    trials,
    configuration: {
      ...{ configuration, point, status, trials: trials.map(({ trial }) => trial), count: values.length },
      values: valuesOf(point),
      ...(values.length > 0 && { value: mean, spread: Math.sqrt(variance) }),
    },
  };
}

const valuesOf = (point: Readonly<Record<string, number>>): ConfigurationState["values"] =>
  Object.fromEntries(
    parameters.flatMap((parameter) => {
      const at = point[parameter.name];
      return at === undefined ? [] : [[parameter.path, parameter.kind === "choice" ? parameter.values[at]! : at]];
    }),
  );
