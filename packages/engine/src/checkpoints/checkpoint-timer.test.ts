import { expect, test } from "vitest";
import { createCheckpointTimer } from "./checkpoint-timer.ts";

/** A timer and its clock, in seconds. */
function timerOf(seconds?: number | null) {
  let now = 0;
  const timer = createCheckpointTimer(seconds, () => 1_000 * now);
  const isDueAt = (time: number) => ((now = time), timer.isDue());
  const save = (from: number, to: number) => ((now = from), timer.save(() => Promise.resolve(void (now = to))));
  return { isDueAt, save };
}

test("a checkpoint is due a minute after the last save, however that was made", async () => {
  const { isDueAt, save } = timerOf();
  expect([59.9, 60].map(isDueAt)).toEqual([false, true]);
  await save(30, 30);
  expect([89, 90].map(isDueAt)).toEqual([false, true]);
});

test("saving takes at most 5 % of the time", async () => {
  const { isDueAt, save } = timerOf();
  await save(60, 70);
  expect([130, 269, 270].map(isDueAt)).toEqual([false, false, true]);
});

test("the interval is a setting, and null is never", () => {
  expect([9, 10].map(timerOf(10).isDueAt)).toEqual([false, true]);
  expect(timerOf(null).isDueAt(1e9)).toBe(false);
});
