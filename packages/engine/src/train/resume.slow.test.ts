import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../index.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { folder, runTo, record } = createRunRecorder(resumeYaml);

describe("a run ends bit for bit as an uninterrupted one if it is", () => {
  let whole: Awaited<ReturnType<typeof record>>;
  beforeAll(async () => {
    await runTo("whole");
    whole = await record("whole");
  });

  const steps = (["pretrain", "distill"] as const).flatMap((phase) => [1, 2, 3, 4, 5].map((step) => ({ phase, step })));
  test.each(steps)("interrupted at step $step of $phase", async (stopAt) => {
    const name = `${stopAt.phase}-${stopAt.step}`;
    expect((await runTo(name, stopAt)).status).toBe("interrupted");
    await runTo(name);
    expect(await record(name)).toEqual(whole);
  });

  test("interrupted at several steps", async () => {
    for (const stopAt of [...steps.slice(2, 4), ...steps.slice(6, 9)]) await runTo("often", stopAt);
    await runTo("often");
    expect(await record("often")).toEqual(whole);
  });

  test("interrupted while it trains its teacher, which another run then completes", async () => {
    await runTo("first", { phase: "pretrain", step: 4 });
    await runTo("second");
    const events: RunEvent[] = [];
    await runTo("first", undefined, { cached: true, onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({ event: "teacher", source: "cache" });
    expect(await record("first")).toEqual(whole);
  });

  test("repeated", async () => {
    await runTo("repeated");
    expect(await record("repeated")).toEqual(whole);
  });

  test("given its teacher from the cache, and then it trains no teacher", async () => {
    await runTo("trains-teacher");
    const events: RunEvent[] = [];
    await runTo("cached", undefined, { cached: true, onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({ event: "teacher", source: "cache" });
    expect(events.some((event) => event.event === "progress" && event.phase === "pretrain")).toBe(false);
    expect(await record("cached")).toEqual(whole);
  });
});

test("a run with micro-batches that is interrupted in both phases ends bit for bit as an uninterrupted one", async () => {
  const options = { overrides: ["pretrain.microBatch=8", "distill.microBatch=16"] };
  await runTo("micro-batches", undefined, options);
  for (const phase of ["pretrain", "distill"] as const) await runTo("micro-interrupted", { phase, step: 3 }, options);
  await runTo("micro-interrupted", undefined, options);
  expect(await record("micro-interrupted")).toEqual(await record("micro-batches"));
});

test("a run with recomputation that is interrupted in both phases ends bit for bit as an uninterrupted one", async () => {
  const transformer = "network={ use: networks/dit, patch: 7, width: 16, depth: 1, heads: 2, embedding: 8 }";
  const images = ["data={ use: datasets/mnist, size: 14 }", transformer, "pretrain.batch=4", "distill.batch=4"];
  const overrides = [...images, "pretrain.recompute=true", "distill.recompute=true", "evaluate.samples=16"];
  await runTo("recomputed", undefined, { overrides });
  for (const phase of ["pretrain", "distill"] as const)
    await runTo("recomputed-interrupted", { phase, step: 3 }, { overrides });
  await runTo("recomputed-interrupted", undefined, { overrides });
  expect(await record("recomputed-interrupted")).toEqual(await record("recomputed"));
});

test("of concurrent runs with the same teacher, one trains it", async () => {
  await rm(join(folder, "cache"), { recursive: true, force: true });
  const sources: string[] = [];
  const onEvent = (event: RunEvent) => {
    if (event.event === "teacher") sources.push(event.source);
  };
  const runs = ["0.1", "0.2", "0.3"].map((lambda) =>
    runTo(`lambda-${lambda}`, undefined, { overrides: [`loss.lambda=${lambda}`], cached: true, onEvent }),
  );
  await Promise.all(runs);
  expect(sources.sort()).toEqual(["cache", "cache", "trained"]);
});
