import type { LogRow, Plugin, TrackedRun } from "@tweedie/core";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** A run to show, as far as its log goes. */
export const trackedRun = (folder: string, rows: readonly LogRow[] = []): TrackedRun => ({
  name: "ring",
  config: { name: "ring", seed: 0, loss: { use: "sid/l2", lambda: 1.2 }, evaluate: { metrics: [] }, alarms: null },
  folder,
  log: () => Promise.resolve(rows),
  warn: () => undefined,
  signal: new AbortController().signal,
});

/** Rows as a run writes them: two phases, numbers that are none, a row of measurements. */
const rows: readonly LogRow[] = [
  { phase: "pretrain", step: 50, values: { loss: 0.5 } },
  { phase: "distill", step: 0, values: { sw2: 1.25, "sw2.floor": 0.01 } },
  { phase: "distill", step: 50, values: { "loss.student": Number.NaN, "loss.fakeScore": -Infinity } },
  { phase: "distill", step: 100, values: { "loss.student": -1e-20, "loss.fakeScore": 3e38, sw2: 0.1 } },
];

interface TrackerSetup extends Setup {
  /** Reads back what a tracker shows, where the tests can see it: how many rows, each counted as often as it is shown. */
  readonly shown?: (folder: string) => Promise<number>;
}

/** The contract of a tracker. */
export function testTracker(plugin: Plugin<"tracker">, setup: TrackerSetup = {}): void {
  describe("tracker", () => {
    testOptions(plugin, setup);

    const emptyFolder = async () => {
      const folder = await mkdtemp(join(tmpdir(), "tweedie-tracker-"));
      onTestFinished(() => rm(folder, { recursive: true }));
      return folder;
    };
    /** Shows the log up to a row, with another object, as another process would. Gives how many rows were there before. */
    const show = async (folder: string, upTo: number, status?: string): Promise<number> => {
      const tracker = make(plugin, setup);
      const before = await tracker.start(trackedRun(folder, rows.slice(0, upTo)));
      expect(before.place).not.toBe("");
      for (const row of rows.slice(before.rows, upTo)) await tracker.log([structuredClone(row)]);
      if (status !== undefined) await tracker.finish({ status, metrics: { sw2: 0.1 } });
      return before.rows;
    };

    test("touches nothing until it is started", async () => {
      const folder = await emptyFolder();
      make(plugin, setup);
      expect(await readdir(folder)).toEqual([]);
    });

    test("has nothing of a run that begins, and takes whatever a log holds", async () => {
      const folder = await emptyFolder();
      expect(await show(folder, rows.length, "completed")).toBe(0);
      if (setup.shown) expect(await setup.shown(folder)).toBe(rows.length);
    });

    test.each([
      ["interrupted", "interrupted"],
      ["killed", undefined],
    ])("goes on after the rows that it has when the run was %s", async (_, status) => {
      const folder = await emptyFolder();
      await show(folder, 2, status);
      const before = await show(folder, rows.length, "completed");
      expect(before).toBeLessThanOrEqual(2);
      if (setup.shown) expect(await setup.shown(folder)).toBe(rows.length);
    });

    test("goes on where it has more than the log, which was cut back to a checkpoint", async () => {
      const folder = await emptyFolder();
      await show(folder, 3);
      const before = await show(folder, 1);
      expect(before).toBeLessThanOrEqual(3);
      await show(folder, rows.length, "completed");
      if (setup.shown) expect(await setup.shown(folder)).toBe(rows.length);
    });
  });
}
