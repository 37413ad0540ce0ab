import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownIdentity } from "@tweedie/engine/locks";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterEach, expect, test, vi } from "vitest";
import { encodeLine } from "../journal/line.ts";
import { claimFreeTrial, completeWith, gridPlan } from "../study.fixture.ts";
import { createStudy } from "./create-study.ts";
import { openStudy } from "./open-study.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("an agent without heartbeats for the length of its lease loses the trial, and its later records are ignored", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const folder = temporaryFolder();
  const [slow, quick] = [await createStudy(folder, gridPlan, { lease: 1_000 }), await openStudy(folder)];
  const lost = await claimFreeTrial(slow, "slow");
  for (let i = 1; i < 6; i++) await slow.finish(await claimFreeTrial(slow, "slow"), completeWith(i));
  // The lease starts when the other process first sees the claim, by its own clock.
  vi.advanceTimersByTime(5_000);
  expect(await quick.claim("quick")).toHaveProperty("wait");
  vi.advanceTimersByTime(999);
  expect(await quick.claim("quick")).toHaveProperty("wait");
  vi.advanceTimersByTime(2);
  const taken = await claimFreeTrial(quick, "quick");
  expect(taken).toMatchObject({ trial: lost.trial, folder: lost.folder, overrides: lost.overrides });
  expect(taken.token).toBeGreaterThan(lost.token);
  expect(await slow.renew(lost)).toBe("lost");
  expect(await slow.report(lost, { resource: 1, value: 1 })).toBe("lost");
  expect(await slow.finish(lost, completeWith(-99))).toBe(false);
  expect(await quick.finish(taken, completeWith(3))).toBe(true);
  expect(quick.state().trials[0]).toMatchObject({ status: "complete", value: 3, claims: 2 });
});

test("heartbeats keep the lease", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const folder = temporaryFolder();
  const [holder, other] = [await createStudy(folder, { ...gridPlan, parameters: [] }), await openStudy(folder)];
  const held = await claimFreeTrial(holder);
  await holder.finish(await claimFreeTrial(holder), completeWith(1));
  for (let i = 0; i < 4; i++) {
    expect(await other.claim("other")).toHaveProperty("wait");
    vi.advanceTimersByTime(40_000);
    expect(await holder.renew(held)).toBe("held");
  }
});

test("the trial of a dead process is free at once on the same machine", async () => {
  const folder = temporaryFolder();
  await createStudy(folder, gridPlan);
  // Linux assigns no PID above 2 ** 22.
  const holder = { ...ownIdentity, pid: 2 ** 22 + 1, agent: "killed" };
  const events = [
    { op: "suggest", configuration: 0, point: { "loss.lambda": 0 } },
    { op: "claim", trial: 0, token: 1, holder, lease: 60_000 },
  ];
  writeFileSync(join(folder, "journal.jsonl"), events.map((event) => encodeLine({ ...event, at: "" })).join(""));
  expect(await claimFreeTrial(await openStudy(folder))).toMatchObject({ trial: 0, token: 2 });
});

test("a trial fails after 10 consecutive lost leases", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const study = await createStudy(temporaryFolder(), { ...gridPlan, repeat: [], parameters: [] });
  for (let i = 0; i < 10; i++) {
    await claimFreeTrial(study);
    expect(await study.claim("other")).toHaveProperty("wait");
    vi.advanceTimersByTime(60_001);
  }
  expect(await study.claim("other")).toBe("finished");
  expect(study.state().trials[0]).toMatchObject({ status: "failed", reason: "10 consecutive leases were lost" });
});

test("an agent that was suspended does not count that time against the leases of others", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const folder = temporaryFolder();
  const [holder, other] = [
    await createStudy(folder, { ...gridPlan, repeat: [], parameters: [] }),
    await openStudy(folder),
  ];
  const held = await claimFreeTrial(holder);
  const awake = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      other.noteAwake();
      expect(await other.claim("other"), `after ${second} s`).toHaveProperty("wait");
      vi.advanceTimersByTime(1_000);
    }
  };
  await awake(30);
  vi.advanceTimersByTime(3_600_000);
  await awake(30);
  expect(await holder.renew(held)).toBe("held");
  await awake(60);
  vi.advanceTimersByTime(2_000);
  expect(await other.claim("other")).toMatchObject({ trial: held.trial });
});

test("a configuration whose line is damaged is suggested again with the same point, and its trials run again", async () => {
  const folder = temporaryFolder();
  const study = await createStudy(folder, gridPlan);
  for (let i = 0; i < 6; i++) await study.finish(await claimFreeTrial(study), completeWith(i));
  const journal = join(folder, "journal.jsonl");
  const lines = readFileSync(journal, "utf8").split("\n");
  const index = lines.findIndex((line) => line.includes('"op":"suggest","configuration":1'));
  writeFileSync(journal, lines.with(index, lines[index]!.replace("suggest", "sugges!")).join("\n"));
  const opened = await openStudy(folder);
  const before = opened.state();
  expect(before).toMatchObject({ damaged: 1, status: "running", counts: { complete: 6 } });
  expect(before.configurations.map(({ point }) => point)).toEqual([{ "loss.lambda": 0 }, {}, { "loss.lambda": 2 }]);
  for (const trial of [2, 3]) {
    const claim = await claimFreeTrial(opened);
    expect(claim).toMatchObject({ trial, point: { "loss.lambda": 1 } });
    await opened.finish(claim, completeWith(trial));
  }
  expect(await opened.claim("a")).toBe("finished");
  expect(opened.state().status).toBe("finished");
  expect(opened.state().configurations).toEqual(study.state().configurations);
  expect(study.state().counts.complete).toBe(6);
});
