import { join } from "node:path";
import { expect, test } from "vitest";
import { type RunEvent, runFolder } from "../index.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { folder, runTo, record } = createRunRecorder(resumeYaml);

test("a run that is interrupted in both phases and continued ends bit for bit as an uninterrupted one", async () => {
  await runTo("whole");
  expect((await runTo("interrupted", { phase: "pretrain", step: 5 })).status).toBe("interrupted");
  expect((await runTo("interrupted", { phase: "distill", step: 5 })).status).toBe("interrupted");
  await runTo("interrupted");
  expect(await record("interrupted")).toEqual(await record("whole"));
});

test("a run that is interrupted while it samples its teacher ends at once, and is continued", async () => {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => {
    events.push(event);
    if (event.event === "teacher") controller.abort();
  };
  const { status } = await runTo("sampling", undefined, { onEvent, signal: controller.signal });
  expect(status).toBe("interrupted");
  expect(events.filter((event) => event.event === "metrics" && event.phase === "distill")).toEqual([]);
  await runTo("sampling");
  expect(await record("sampling")).toEqual(await record("whole"));
});

test("a run whose fake score is trained until its held-out loss stands still also continues bit for bit", async () => {
  const until = "distill.fakeScore={updates: 12, until: {every: 2, samples: 64, tolerance: 0.003}}";
  const options = { overrides: [until, "distill.steps=9"] };
  await runTo("until", undefined, options);
  await runTo("until-interrupted", { phase: "distill", step: 5 }, options);
  await runTo("until-interrupted", undefined, options);
  expect(await record("until-interrupted")).toEqual(await record("until"));
  const rows = await readMetrics(runFolder(join(folder, "until")).metrics);
  const counts = rows.flatMap(({ values }) => values["updates.fakeScore"] ?? []);
  expect(counts).toHaveLength(9);
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test("the record of a run depends on its last step", async () => {
  const weightsOf = async (name: string) => (await record(name)).checkpoint!.state["student.output.weight"];
  await runTo("shorter", undefined, { overrides: ["distill.steps=5"] });
  expect(await weightsOf("shorter")).not.toEqual(await weightsOf("whole"));
});

test("a folder with a run of other settings is refused and not changed", async () => {
  const before = await record("whole");
  const other = runTo("whole", undefined, { overrides: ["loss.lambda=1"] });
  await expect(other).rejects.toThrow("holds another experiment");
  expect(await record("whole")).toEqual(before);
});
