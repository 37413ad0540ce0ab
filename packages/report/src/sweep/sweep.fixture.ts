import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "@tweedie/core";
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

/** A sweep of three seeds that mostly depends on the learning rate; some of its configurations were pruned, diverged or failed. */
export async function sweepFixture(count = 30): Promise<Pick<Study, "folder" | "plan" | "state">> {
  const folder = await mkdtemp(join(tmpdir(), "sweep-"));
  const noise = random(0, "noise");
  const configurations: ConfigurationState[] = [];
  const trials: TrialState[] = [];
  for (let configuration = 0; configuration < count; configuration++) {
    const [a, b, c, d] = noise.uniform(4) as unknown as [number, number, number, number];
    const point = {
      lr: 10 ** (-5 + 3 * a),
      loss: Math.floor(3 * b),
      width: 32 * (1 + Math.floor(4 * c)),
      ...(Math.floor(3 * b) === 1 && { lambda: d }),
    };
    const status = (["pruned", "diverged", "failed"] as const)[[5, 9, 14].indexOf(configuration % 16)] ?? "complete";
    const exact = 0.02 * Math.exp(3 * (a - 0.6) ** 2 * 4) * (1 + 0.3 * point.loss);
    const own = Array.from({ length: 3 }, (_, replicate): TrialState => {
      const value = exact * Math.exp(0.1 * noise.normal(1)[0]!);
      const steps = status === "complete" ? [100, 200, 400, 800] : [100, 200];
      return {
        ...{ trial: 3 * configuration + replicate, configuration, replicate, status },
        ...{ folder: join(folder, "trials", String(replicate)), claims: 1, failures: 0, losses: 0 },
        ...(status === "complete" && { value }),
        ...(status === "failed" && { reason: 'ran out of memory, as `7, "8"` says' }),
        metrics: status === "complete" ? { sw2: value, modes: 8 } : {},
        reports: steps.map((resource) => ({ resource, value: value * (1 + 300 / resource) })),
      };
    });
    trials.push(...own);
    const values = own.flatMap(({ value }) => value ?? []);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    configurations.push({
      ...{ configuration, point, status, trials: own.map(({ trial }) => trial), count: values.length },
      values: Object.fromEntries(
        parameters.flatMap((each) => {
          const at = (point as Readonly<Record<string, number>>)[each.name];
          return at === undefined ? [] : [[each.path, each.kind === "choice" ? each.values[at]! : at]];
        }),
      ),
      ...(values.length > 0 && { value: mean, spread: Math.sqrt(variance) }),
    });
  }
  const done = configurations.filter(({ status }) => status === "complete");
  const tally = (status: TrialState["status"]) => trials.filter((trial) => trial.status === status).length;
  const counts = {
    waiting: 0,
    running: 0,
    skipped: 0,
    complete: tally("complete"),
    pruned: tally("pruned"),
    diverged: tally("diverged"),
    failed: tally("failed"),
  };
  const best = done.toSorted((x, y) => x.value! - y.value!)[0]?.configuration;
  const state: StudyState = { status: "finished", configurations, trials, counts, best, damaged: 0 };
  const plan = {
    name: "lambda & lr",
    description: "What lambda and the learning rate do.",
    experiment: { file: "experiments/mixture/sid.yaml", overrides: [], hash: "" },
    method: { use: "samplers/random" },
    metric: { name: "sw2", goal: "minimize" },
    parameters,
    repeat: [{ seed: 0 }, { seed: 1 }, { seed: 2 }],
    seed: 0,
    retries: 0,
    engine: { use: "launchers/local" },
  } as unknown as SweepPlan;
  return { folder, plan, state: () => state };
}
