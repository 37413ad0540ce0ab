import type { SweepPlan } from "./plan.ts";
import type { Claim, Study } from "./study.ts";

/** A grid of three values of one parameter, each with two seeds. */
export const gridPlan: SweepPlan = {
  name: "test",
  experiment: { file: "experiments/mixture/sid.yaml", overrides: [], hash: "" },
  method: { use: "samplers/grid" },
  seed: 0,
  metric: { name: "sw2", goal: "minimize" },
  parameters: [{ name: "loss.lambda", path: "loss.lambda", kind: "choice", values: [0, 0.5, 1] }],
  constants: {},
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 0,
  engine: { use: "launchers/local" },
};

/**
 * Claims a trial.
 *
 * @throws Error if none is free.
 */
export async function claimFreeTrial(study: Study, agent = "a"): Promise<Claim> {
  const answer = await study.claim(agent);
  if (answer === "finished" || "wait" in answer) throw new Error(`no trial is free: ${JSON.stringify(answer)}`);
  return answer;
}

/** The outcome of a complete trial with this value of the metric. */
export const completeWith = (sw2: number) => ({ status: "complete", metrics: { sw2 } }) as const;
