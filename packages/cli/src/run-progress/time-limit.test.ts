import { afterEach, expect, test, vi } from "vitest";
import { onTimeLimit, parseDuration, timeLimitOf } from "./time-limit.ts";

afterEach(() => void vi.useRealTimers());

test("durations have a unit", () => {
  const parse = (text: string) => parseDuration("--max-time", text);
  expect(["90s", "30m", "30min", "1.5h", "2d"].map(parse)).toEqual([90, 1_800, 1_800, 5_400, 172_800]);
  for (const text of ["", "90", "0s", "4 h", "-1h", "1h30m"]) expect(() => parse(text)).toThrow("such as 90s, 30m");
});

const now = Date.parse("2026-01-01T00:00:00Z");
const inSeconds = (seconds: number) => ({ SLURM_JOB_END_TIME: String(now / 1_000 + seconds) });

test("a run stops a minute before the end of its Slurm job, or a tenth of the time that is left", () => {
  expect(timeLimitOf(undefined, inSeconds(3_600), now)).toEqual({
    after: 3_540_000,
    reason: "the Slurm job reaches its time limit at 2026-01-01T01:00:00Z",
  });
  expect(timeLimitOf(undefined, inSeconds(100), now)?.after).toBe(90_000);
});

test("the earlier limit counts; without any there is none", () => {
  expect(timeLimitOf(60, {}, now)).toEqual({ after: 60_000, reason: "the time of --max-time, 1:00, is over" });
  expect(timeLimitOf(60, inSeconds(3_600), now)?.after).toBe(60_000);
  expect(timeLimitOf(7_200, inSeconds(3_600), now)?.after).toBe(3_540_000);
  for (const env of [{}, inSeconds(-5), { SLURM_JOB_END_TIME: "never" }])
    expect(timeLimitOf(undefined, env, now)).toBeUndefined();
});

test("the limit is reached once, also after more than the longest delay of a timer, and not after it is cancelled", () => {
  vi.useFakeTimers();
  const stop = vi.fn();
  const month = 30 * 86_400_000;
  onTimeLimit({ after: month, reason: "over" }, stop);
  vi.advanceTimersByTime(month - 1);
  expect(stop).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(stop).toHaveBeenCalledExactlyOnceWith("over");
  onTimeLimit({ after: 5, reason: "over" }, stop)();
  onTimeLimit(undefined, stop)();
  vi.advanceTimersByTime(10);
  expect(stop).toHaveBeenCalledOnce();
});
