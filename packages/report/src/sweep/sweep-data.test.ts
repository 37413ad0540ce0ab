import { expect, test } from "vitest";
import { byImportance, readSweepData } from "./sweep-data.ts";
import { sweepFixture } from "./sweep.fixture.ts";

test("byImportance puts the decisive parameter first, and keeps the order if the importance is unknown", async () => {
  const data = await readSweepData(sweepFixture());
  expect(data.importance!.main[0]).toBeGreaterThan(0.6);
  expect(byImportance(data)[0]).toBe(0);
  expect(byImportance({ axes: data.axes, importance: undefined })).toEqual([0, 1, 2, 3]);
});
