import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { encodeLine } from "./journal/line.ts";
import { ownIdentity } from "./journal/process-identity.ts";
import { createStudy, openStudy } from "./open-study.ts";
import { plan, temporaryFolder } from "./study.fixture.ts";
import type { Claim, Study } from "./study.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** A claim, where there must be one. */
async function claim(study: Study, agent = "a"): Promise<Claim> {
  const answer = await study.claim(agent);
  if (answer === "finished" || "wait" in answer) throw new Error(`no trial is free: ${JSON.stringify(answer)}`);
  return answer;
}

const complete = (sw2: number) => ({ status: "complete", metrics: { sw2 } }) as const;

test("a grid is claimed in order, and ends; the best has the least mean over its replicates", async () => {
  const study = await createStudy(temporaryFolder(), plan);
  const claimed: string[] = [];
  for (const sw2 of [3, 5, 1, 2, 0.5, 9]) {
    const next = await claim(study);
    claimed.push(next.overrides.join(" "));
    expect(await study.finish(next, complete(sw2))).toBe(true);
  }
  expect(claimed).toEqual([0, 0.5, 1].flatMap((x) => [0, 1].map((seed) => `seed=${seed} loss.lambda=${x}`)));
  expect(await study.claim("a")).toBe("finished");
  const state = study.state();
  expect(state).toMatchObject({ status: "finished", best: 1, total: 6, counts: { complete: 6 } });
  expect(state.configurations.map(({ value }) => value)).toEqual([4, 1.5, 4.75]);
  expect(state.configurations[0]!.spread).toBeCloseTo(Math.SQRT2, 12);
});

test("the same plan opens a folder, another one is refused", async () => {
  const folder = temporaryFolder();
  await claim(await createStudy(folder, plan));
  expect((await createStudy(folder, plan)).state().counts.running).toBe(1);
  await expect(createStudy(folder, { ...plan, retries: 1 })).rejects.toThrow(/another sweep has this name/);
});

test("a trial that fails is tried again as often as the plan says, then as often as somebody asks", async () => {
  const study = await createStudy(temporaryFolder(), { ...plan, retries: 1 });
  const failing = async () =>
    study.finish(await claim(study), { status: "failed", reason: "out of memory", exit: 137 });
  await failing();
  expect(study.state().trials[0]).toMatchObject({ status: "waiting", failures: 1 });
  await failing();
  expect(study.state().trials[0]).toMatchObject({ status: "failed", failures: 2, reason: "out of memory" });
  expect((await claim(study)).trial).toBe(1);
  expect(await study.retry({ configurations: [1] })).toEqual([]);
  expect(await study.retry()).toEqual([0]);
  expect((await claim(study)).trial).toBe(0);
});

test("an agent that is silent for longer than its lease loses the trial, and what it says then changes nothing", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const folder = temporaryFolder();
  const [slow, quick] = [await createStudy(folder, plan, { lease: 1_000 }), await openStudy(folder)];
  const lost = await claim(slow, "slow");
  for (let i = 1; i < 6; i++) await slow.finish(await claim(slow, "slow"), complete(i));
  // The other must have seen it silent for all of the lease, by its own clock.
  vi.advanceTimersByTime(5_000);
  expect(await quick.claim("quick")).toHaveProperty("wait");
  vi.advanceTimersByTime(999);
  expect(await quick.claim("quick")).toHaveProperty("wait");
  vi.advanceTimersByTime(2);
  const taken = await claim(quick, "quick");
  expect(taken).toMatchObject({ trial: lost.trial, folder: lost.folder, overrides: lost.overrides });
  expect(taken.token).toBeGreaterThan(lost.token);
  expect(await slow.renew(lost)).toBe("lost");
  expect(await slow.report(lost, { resource: 1, value: 1 })).toBe("lost");
  expect(await slow.finish(lost, complete(-99))).toBe(false);
  expect(await quick.finish(taken, complete(3))).toBe(true);
  expect(quick.state().trials[0]).toMatchObject({ status: "complete", value: 3, claims: 2 });
});

test("signs of life keep a trial", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const folder = temporaryFolder();
  const [holder, other] = [await createStudy(folder, { ...plan, parameters: [] }), await openStudy(folder)];
  const held = await claim(holder);
  await holder.finish(await claim(holder), complete(1));
  for (let i = 0; i < 4; i++) {
    expect(await other.claim("other")).toHaveProperty("wait");
    vi.advanceTimersByTime(40_000);
    expect(await holder.renew(held)).toBe("held");
  }
});

test("a trial of a process that was killed is free at once on the same machine", async () => {
  const folder = temporaryFolder();
  await createStudy(folder, plan);
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  const holder = { ...ownIdentity, pid, start: "1", agent: "killed" };
  const events = [
    { op: "suggest", configuration: 0, point: { "loss.lambda": 0 } },
    { op: "claim", trial: 0, token: 1, holder, lease: 60_000 },
  ];
  writeFileSync(join(folder, "journal.jsonl"), events.map((event) => encodeLine({ ...event, at: "" })).join(""));
  expect(await claim(await openStudy(folder))).toMatchObject({ trial: 0, token: 2 });
});

test("a trial that takes agent after agent down with it has failed in the end", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const study = await createStudy(temporaryFolder(), { ...plan, repeat: [], parameters: [] });
  for (let i = 0; i < 10; i++) {
    await claim(study);
    expect(await study.claim("other")).toHaveProperty("wait");
    vi.advanceTimersByTime(60_001);
  }
  expect(await study.claim("other")).toBe("finished");
  expect(study.state().trials[0]).toMatchObject({ status: "failed", reason: "10 agents in a row were lost with it" });
});

test("what was released waits, and keeps its folder", async () => {
  const study = await createStudy(temporaryFolder(), plan);
  const first = await claim(study);
  await study.finish(first, { status: "released" });
  const again = await claim(study);
  expect(again).toMatchObject({ trial: 0, folder: first.folder, token: 2 });
  expect(study.state().trials[0]!.failures).toBe(0);
});

test("after a stop nobody is given a trial, and resume gives back those that failed", async () => {
  const study = await createStudy(temporaryFolder(), plan);
  const [failing, running] = [await claim(study), await claim(study)];
  await study.finish(failing, { status: "failed", reason: "x" });
  await study.stop();
  expect(await study.claim("a")).toBe("finished");
  expect(await study.renew(running)).toBe("stop");
  expect(study.state().status).toBe("stopped");
  await study.resume();
  expect((await claim(study)).trial).toBe(failing.trial);
});

test("a metric that is NaN, and a divergence, are results and never the best; infinities and NaN survive the journal", async () => {
  const folder = temporaryFolder();
  const study = await createStudy(folder, { ...plan, repeat: [] });
  await study.finish(await claim(study), complete(NaN));
  await study.finish(await claim(study), { status: "diverged", reason: "the loss is NaN", metrics: { sw2: -0 } });
  const last = await claim(study);
  await study.report(last, { resource: 10, value: -Infinity });
  await study.finish(last, complete(Infinity));
  const { best, trials } = (await openStudy(folder)).state();
  expect(best).toBe(2);
  expect(trials.map(({ status }) => status)).toEqual(["diverged", "diverged", "complete"]);
  expect(Object.is(trials[1]!.metrics["sw2"], -0)).toBe(true);
  expect(trials[2]).toMatchObject({ value: Infinity, reports: [{ resource: 10, value: -Infinity }] });
});

test("a pruned trial ends its configuration: replicates that have not begun are skipped", async () => {
  const asha = { pruner: { use: "pruners/asha", min: 10, eta: 3 }, resource: "step" } as const;
  const study = await createStudy(temporaryFolder(), { ...plan, pruning: asha });
  const verdicts: string[] = [];
  for (const value of [1, 2]) verdicts.push(await study.report(await claim(study), { resource: 10, value }));
  const third = await claim(study);
  // Compared with trial 0 alone, which has the same seed.
  verdicts.push(await study.report(third, { resource: 10, value: 1.5 }));
  expect(verdicts).toEqual(["continue", "continue", "prune"]);
  await study.finish(third, { status: "pruned" });
  expect(study.state().trials.map(({ status }) => status)).toEqual(["running", "running", "pruned", "skipped"]);
  expect((await claim(study)).trial).toBe(4);
  expect(existsSync(third.folder)).toBe(false);
});
