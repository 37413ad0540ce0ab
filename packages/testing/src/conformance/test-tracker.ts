import type { LogRow, Plugin, TrackedRow, TrackedRun } from "@tweedie/core";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../projects/temporary-folder.ts";
import { make, type Setup } from "./setup.ts";
import { testOptions } from "./test-options.ts";

/** Rows with times, one second apart. */
export const timed = (rows: readonly LogRow[]): readonly TrackedRow[] =>
  rows.map((row, i) => ({ ...row, time: 1_800_000_000 + i }));

/** A run whose log has the given rows so far. */
export const trackedRun = (folder: string, rows: readonly TrackedRow[] = []): TrackedRun => ({
  name: "ring",
  config: { name: "ring", seed: 0, loss: { use: "sid/l2", lambda: 1.2 }, evaluate: { metrics: [] }, alarms: null },
  folder,
  sync: false,
  log: () => Promise.resolve(rows),
  warn: () => undefined,
  signal: new AbortController().signal,
});

/** Rows as a run writes them: two phases, non-finite numbers, a row of metrics. */
const rows = timed([
  { phase: "pretrain", step: 50, values: { loss: 0.5 } },
  { phase: "distill", step: 0, values: { sw2: 1.25, "sw2.floor": 0.01 } },
  { phase: "distill", step: 50, values: { "loss.student": Number.NaN, "loss.fakeScore": -Infinity } },
  { phase: "distill", step: 100, values: { "loss.student": -1e-20, "loss.fakeScore": 3e38, sw2: 0.1 } },
]);

interface TrackerSetup extends Setup {
  /** Counts the rows that the tracker has written, repeated rows included. Left out, rows are not counted. */
  readonly rowCount?: (folder: string) => Promise<number>;
}

/** Tests the contract of a tracker. */
export function testTracker(plugin: Plugin<"tracker">, setup: TrackerSetup = {}): void {
  describe("tracker", () => {
    testOptions(plugin, setup);

    /** Tracks the log up to a row with a new object, as another process would. Returns the number of rows tracked before. */
    const track = async (folder: string, upTo: number, status?: string): Promise<number> => {
      const tracker = make(plugin, setup);
      const before = await tracker.start(trackedRun(folder, rows.slice(0, upTo)));
      expect(before.place).not.toBe("");
      expect(before.unsent).not.toBe("");
      for (const row of rows.slice(before.rows, upTo)) await tracker.log([structuredClone(row)]);
      if (status !== undefined) await tracker.finish({ status, metrics: { sw2: 0.1 } });
      return before.rows;
    };

    test("writes nothing before start", () => {
      const folder = temporaryFolder();
      make(plugin, setup);
      expect(readdirSync(folder)).toEqual([]);
    });

    test("has no rows of a new run, and accepts all rows of a log", async () => {
      const folder = temporaryFolder();
      expect(await track(folder, rows.length, "completed")).toBe(0);
      if (setup.rowCount) expect(await setup.rowCount(folder)).toBe(rows.length);
    });

    test.each([
      ["interrupted", "interrupted"],
      ["killed", undefined],
    ])("continues after the rows that it has when the run was %s", async (_, status) => {
      const folder = temporaryFolder();
      await track(folder, 2, status);
      const before = await track(folder, rows.length, "completed");
      expect(before).toBeLessThanOrEqual(2);
      if (setup.rowCount) expect(await setup.rowCount(folder)).toBe(rows.length);
    });

    test("can be started again, as after an error of it", async () => {
      const folder = temporaryFolder();
      const tracker = make(plugin, setup);
      await tracker.start(trackedRun(folder));
      await tracker.log(rows.slice(0, 2));
      const again = await tracker.start(trackedRun(folder, rows.slice(0, 2)));
      expect(again.rows).toBeLessThanOrEqual(2);
      await tracker.log(rows.slice(again.rows));
      await tracker.finish({ status: "completed", metrics: {} });
      if (setup.rowCount) expect(await setup.rowCount(folder)).toBe(rows.length);
    });

    test("continues when it has more rows than the log, which was cut back to a checkpoint", async () => {
      const folder = temporaryFolder();
      await track(folder, 3);
      const before = await track(folder, 1);
      expect(before).toBeLessThanOrEqual(3);
      await track(folder, rows.length, "completed");
      if (setup.rowCount) expect(await setup.rowCount(folder)).toBe(rows.length);
    });
  });
}
