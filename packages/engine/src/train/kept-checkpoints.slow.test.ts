import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunEvent } from "../index.ts";
import { evaluateRun, sampleRun } from "../finished-run/index.ts";
import { readStatus, runFolder, type RunStatus, writeStatus } from "../run/run-folder.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { folder, runTo, record } = createRunRecorder(resumeYaml);
const partsOf = (name: string) => runFolder(join(folder, name));
const statusOf = async (name: string): Promise<RunStatus> => (await readStatus(partsOf(name)))!;
const checkpointsIn = (name: string) => readdirSync(partsOf(name).checkpoints).sort();
const namesOf = (steps: readonly number[]) => steps.map((step) => `distill-${String(step).padStart(9, "0")}`);

/** All that a run leaves: what does not depend on time, and the names of its checkpoints. */
const whole = async (name: string) => ({ ...(await record(name)), checkpoints: checkpointsIn(name) });

const length = ["distill.steps=12", "evaluate.every=2", "distill.student.optimizer.lr=0.05"];
const keepBest = [...length, "checkpoint={ every: 5, keep: 1, keepBest: { metric: sw2, count: 2 } }"];

test("the best checkpoints of evaluated steps are kept, named by the status, sampled and evaluated", async () => {
  await runTo("best", undefined, { overrides: keepBest });
  const rows = (await readMetrics(partsOf("best").metrics)).filter(
    ({ phase, step }) => phase === "distill" && step > 0,
  );
  const measured = rows
    .filter(({ values }) => "sw2" in values)
    .map(({ step, values }) => ({ step, value: values["sw2"]! }));
  const checkpoints = measured.sort((a, b) => a.value - b.value || a.step - b.step).slice(0, 2);
  expect((await statusOf("best")).best).toEqual({ metric: "sw2", goal: "minimize", checkpoints });
  const steps = [...new Set([...checkpoints.map(({ step }) => step), 12])].sort((a, b) => a - b);
  expect(checkpointsIn("best")).toEqual(namesOf(steps));
  const [first] = checkpoints;
  const options = { run: join(folder, "best"), count: 2, seed: 0 };
  const samples = await sampleRun({ ...options, checkpoint: "best" });
  expect(samples).toEqual(await sampleRun({ ...options, checkpoint: first!.step }));
  const evaluations = await evaluateRun({ run: options.run, overrides: [], checkpoint: "best" });
  expect(evaluations).toMatchObject([{ step: first!.step, metrics: { sw2: first!.value } }]);
});

test("a run that keeps its best checkpoints, interrupted at any step, ends with the same ones and bits", async () => {
  for (const step of [1, 3, 4, 6, 7, 11]) {
    await runTo("best-interrupted", { phase: "distill", step }, { overrides: keepBest });
    expect((await statusOf("best-interrupted")).status).toBe("interrupted");
  }
  await runTo("best-interrupted", undefined, { overrides: keepBest });
  expect(await whole("best-interrupted")).toEqual(await whole("best"));
  expect((await statusOf("best-interrupted")).best).toEqual((await statusOf("best")).best);
});

test("checkpoints by time are replaced by the next and gone at the end, and a run that is killed continues from them", async () => {
  const overrides = [...length, "checkpoint={ every: 5, keep: 2 }"];
  await runTo("steps", undefined, { overrides });
  let now = 0;
  const seen = new Set<string>();
  const onEvent = (event: RunEvent) => {
    if (event.event === "metrics") now += 60_000;
    if (event.event !== "metrics" || event.phase !== "distill" || event.step === 0) return;
    seen.add(checkpointsIn("timed").join());
    if (event.step !== 9) return;
    cpSync(join(folder, "timed"), join(folder, "killed"), { recursive: true });
    rmSync(partsOf("killed").lock);
  };
  await runTo("timed", undefined, { overrides, onEvent, clock: () => now });
  for (const steps of [[1], [2], [3], [5, 6], [5, 7], [5, 10, 11]])
    expect([...seen]).toContainEqual(expect.stringMatching(new RegExp(`^${namesOf(steps).join()}(,pretrain.*)?$`)));
  expect(await whole("timed")).toEqual(await whole("steps"));

  const resumed: RunEvent[] = [];
  await runTo("killed", undefined, { overrides, onEvent: (event) => resumed.push(event) });
  expect(resumed).toContainEqual({ event: "resume", phase: "distill", step: 8 });
  expect(await whole("killed")).toEqual(await whole("steps"));
});

test("a run whose metric does not improve is finished early and says why; killed at its end, it trains no more", async () => {
  const stop = "distill.stop={ metric: sw2, patience: 2, minDelta: 100 }";
  const overrides = [...length, stop, "checkpoint.every=5"];
  const status = await runTo("stopped", undefined, { overrides });
  const reason = /^stopped early: sw2 has not improved by more than 100 for 2 evaluations since step 2, where it was /;
  expect(status).toMatchObject({ phase: "distill", step: 6, reason: expect.stringMatching(reason) as string });
  expect(["completed", "not-converged"]).toContain(status.status);
  expect(checkpointsIn("stopped")).toEqual([...namesOf([5, 6]), "pretrain-000000006"]);
  const before = await whole("stopped");
  await writeStatus(partsOf("stopped"), { ...(await statusOf("stopped")), status: "running", reason: undefined });
  const events: RunEvent[] = [];
  await runTo("stopped", undefined, { overrides, onEvent: (event) => events.push(event) });
  expect(events.some(({ event }) => event === "progress")).toBe(false);
  expect(await whole("stopped")).toEqual(before);
  await runTo("stopped-interrupted", { phase: "distill", step: 5 }, { overrides });
  await runTo("stopped-interrupted", undefined, { overrides });
  expect(await whole("stopped-interrupted")).toEqual(before);
  expect((await statusOf("stopped-interrupted")).reason).toMatch(reason);
});

test("a metric that the experiment does not measure is refused with the names that it has", async () => {
  const refused = (...overrides: string[]) => runTo("refused", undefined, { overrides });
  await expect(refused("checkpoint.keepBest={ metric: sw }")).rejects.toThrow(
    /does not measure `sw`[^]*did you mean `sw2`/,
  );
  await expect(refused("distill.stop={ metric: fid, patience: 3 }")).rejects.toThrow(/distill.stop.metric[^]*sw2/);
});

test("an abort with a reason is that of the interrupted run", async () => {
  const controller = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.event === "metrics" && event.step === 2) controller.abort("the time is over");
  };
  const status = await runTo("aborted", undefined, { onEvent, signal: controller.signal });
  expect(status).toMatchObject({ status: "interrupted", reason: "the time is over" });
});
