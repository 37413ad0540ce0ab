import { expect, onTestFinished, test, vi } from "vitest";
import { watchForSilence } from "./watch-for-silence.ts";

/** Watches for 600 s in which the worker shows `signOfLife(second)`. Returns the seconds at which it was reported. */
function reportsOf(signOfLife: (second: number) => string): readonly number[] {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  let now = 0;
  const reports: number[] = [];
  const watch = watchForSilence({ signOfLife: () => signOfLife(now) }, 60_000, (seconds) => {
    expect(seconds).toBeGreaterThanOrEqual(60);
    reports.push(now);
  });
  for (now = 1; now <= 700; now++) vi.advanceTimersByTime(1_000);
  watch.end();
  return reports;
}

test("a worker that uses processor time or sends messages is not silent", () => {
  expect(reportsOf((second) => `0 ${Math.floor(second / 50)}`)).toEqual([]);
  expect(reportsOf((second) => `${Math.floor(second / 50)} 7`)).toEqual([]);
});

test("a worker without either is reported once, after the longest silence", () => {
  expect(reportsOf((second) => `${Math.min(second, 10)} 7`)).toEqual([70]);
});

test("where the processor time is unknown, a worker may be silent ten times as long", () => {
  expect(reportsOf(() => "0 ")).toEqual([601]);
});
