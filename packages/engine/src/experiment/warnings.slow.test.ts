import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test, vi } from "vitest";
import { type RunEvent, run, runFolder } from "../index.ts";
import { experimentWith } from "./warnings.fixture.ts";

test("a run warns at its start and when it is resumed; its status has each warning once", async () => {
  const folder = temporaryFolder();
  vi.stubEnv("TWEEDIE_CACHE", join(folder, "cache"));
  const experiment = await experimentWith("loss=full-transform/full");
  const out = join(folder, "run");
  const runUntil = async (stopAt?: number) => {
    const controller = new AbortController();
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.event !== "activity") events.push(event);
      if (event.event === "metrics" && event.phase === "distill" && event.step === stopAt) controller.abort();
    };
    const { status } = await run({ experiment, out, signal: controller.signal, onEvent });
    return { status, events };
  };
  const warning = { event: "warning", message: experiment.warnings[0]! };
  const first = await runUntil(1);
  expect(first.status).toBe("interrupted");
  expect(first.events[1]).toEqual(warning);
  const second = await runUntil();
  expect(second.status).not.toBe("interrupted");
  expect(second.events).toContainEqual(warning);
  expect(JSON.parse(await readFile(runFolder(out).status, "utf8"))).toMatchObject({ warnings: [warning.message] });
});
