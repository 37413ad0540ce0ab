import { existsSync } from "node:fs";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { claimFreeTrial, completeWith, gridPlan } from "../study.fixture.ts";
import { createStudy } from "./create-study.ts";
import { openStudy } from "./open-study.ts";

test("a grid is claimed in order until it is finished; the best configuration has the least mean", async () => {
  const study = await createStudy(temporaryFolder(), gridPlan);
  const claimed: string[] = [];
  for (const sw2 of [3, 5, 1, 2, 0.5, 9]) {
    const next = await claimFreeTrial(study);
    claimed.push(next.overrides.join(" "));
    expect(await study.finish(next, completeWith(sw2))).toBe(true);
  }
  expect(claimed).toEqual([0, 0.5, 1].flatMap((x) => [0, 1].map((seed) => `seed=${seed} loss.lambda=${x}`)));
  expect(await study.claim("a")).toBe("finished");
  const state = study.state();
  expect(state).toMatchObject({ status: "finished", best: 1, total: 6, counts: { complete: 6 } });
  expect(state.configurations.map(({ value }) => value)).toEqual([4, 1.5, 4.75]);
  expect(state.configurations[0]!.spread).toBeCloseTo(Math.SQRT2, 12);
});

test("configurations whose difference from the best is within twice its spread are as good by chance", async () => {
  const withinOf = async (
    plan: typeof gridPlan,
    values: readonly number[],
    spreads?: Readonly<Record<string, number>>,
  ) => {
    const study = await createStudy(temporaryFolder(), plan);
    for (const sw2 of values) {
      await study.finish(await claimFreeTrial(study), { ...completeWith(sw2), ...(spreads && { spreads }) });
    }
    const { best, within, configurations } = study.state();
    return { best, within, spreads: configurations.map(({ spread }) => spread) };
  };
  // Means 1.1, 1.0 and 1.35 of two trials each, with deviations of the means of 0.1.
  const several = await withinOf(gridPlan, [1, 1.2, 0.9, 1.1, 1.25, 1.45], { sw2: 9 });
  expect(several).toMatchObject({ best: 1, within: [0, 1] });
  expect(several.spreads[0]).toBeCloseTo(0.1 * Math.SQRT2, 12);
  // A single trial has the spread over sets of samples.
  const single = { ...gridPlan, repeat: [] };
  expect(await withinOf(single, [1.2, 1, 1.5], { sw2: 0.1 })).toEqual({
    best: 1,
    within: [0, 1],
    spreads: [0.1, 0.1, 0.1],
  });
  expect(await withinOf(single, [1.2, 1, 1.5])).toMatchObject({ best: 1, within: [1] });
});

test("createStudy opens a folder with the same plan and refuses one with another plan", async () => {
  const folder = temporaryFolder();
  await claimFreeTrial(await createStudy(folder, gridPlan));
  expect((await createStudy(folder, gridPlan)).state().counts.running).toBe(1);
  await expect(createStudy(folder, { ...gridPlan, retries: 1 })).rejects.toThrow(/holds a sweep of the same name/);
});

test("a failed trial is retried as often as the plan says, and then on request", async () => {
  const study = await createStudy(temporaryFolder(), { ...gridPlan, retries: 1 });
  const failTrial = async () =>
    study.finish(await claimFreeTrial(study), { status: "failed", reason: "out of memory", exit: 137 });
  await failTrial();
  expect(study.state().trials[0]).toMatchObject({ status: "waiting", failures: 1 });
  await failTrial();
  expect(study.state().trials[0]).toMatchObject({ status: "failed", failures: 2, reason: "out of memory" });
  expect((await claimFreeTrial(study)).trial).toBe(1);
  expect(await study.retry({ configurations: [1] })).toEqual([]);
  expect(await study.retry()).toEqual([0]);
  expect((await claimFreeTrial(study)).trial).toBe(0);
});

test("a released trial returns to the queue and keeps its folder", async () => {
  const study = await createStudy(temporaryFolder(), gridPlan);
  const first = await claimFreeTrial(study);
  await study.finish(first, { status: "released" });
  const again = await claimFreeTrial(study);
  expect(again).toMatchObject({ trial: 0, folder: first.folder, token: 2 });
  expect(study.state().trials[0]!.failures).toBe(0);
});

test("a stopped sweep allows no claim; resume allows claims and retries failed trials", async () => {
  const study = await createStudy(temporaryFolder(), gridPlan);
  const [failing, running] = [await claimFreeTrial(study), await claimFreeTrial(study)];
  await study.finish(failing, { status: "failed", reason: "x" });
  await study.stop();
  expect(await study.claim("a")).toBe("finished");
  expect(await study.renew(running)).toBe("stop");
  expect(study.state().status).toBe("stopped");
  await study.resume();
  expect((await claimFreeTrial(study)).trial).toBe(failing.trial);
});

test("a diverged trial, or one whose metric is NaN, is never the best; NaN, infinities and -0 survive the journal", async () => {
  const folder = temporaryFolder();
  const study = await createStudy(folder, { ...gridPlan, repeat: [] });
  await study.finish(await claimFreeTrial(study), completeWith(NaN));
  await study.finish(await claimFreeTrial(study), {
    status: "diverged",
    reason: "the loss is NaN",
    metrics: { sw2: -0 },
  });
  const last = await claimFreeTrial(study);
  await study.report(last, { resource: 10, value: -Infinity });
  await study.finish(last, completeWith(Infinity));
  const { best, trials } = (await openStudy(folder)).state();
  expect(best).toBe(2);
  expect(trials.map(({ status }) => status)).toEqual(["diverged", "diverged", "complete"]);
  expect(Object.is(trials[1]!.metrics["sw2"], -0)).toBe(true);
  expect(trials[2]).toMatchObject({ value: Infinity, reports: [{ resource: 10, value: -Infinity }] });
});

test("a pruned trial prunes its configuration: the waiting replicates are skipped", async () => {
  const asha = { pruner: { use: "pruners/asha", min: 10, eta: 3 }, resource: "step" } as const;
  const study = await createStudy(temporaryFolder(), { ...gridPlan, pruning: asha });
  const answers: string[] = [];
  for (const value of [1, 2]) answers.push(await study.report(await claimFreeTrial(study), { resource: 10, value }));
  const third = await claimFreeTrial(study);
  // Compared only with trial 0, which has the same seed.
  answers.push(await study.report(third, { resource: 10, value: 1.5 }));
  expect(answers).toEqual(["continue", "continue", "prune"]);
  await study.finish(third, { status: "pruned" });
  expect(study.state().trials.map(({ status }) => status)).toEqual(["running", "running", "pruned", "skipped"]);
  expect((await claimFreeTrial(study)).trial).toBe(4);
  expect(existsSync(third.folder)).toBe(false);
});
