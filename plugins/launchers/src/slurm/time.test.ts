import { expect, test } from "vitest";
import { slurmTime } from "./time.ts";

test.each([
  ["4h", "0-04:00:00"],
  ["90m", "0-01:30:00"],
  ["1d12h", "1-12:00:00"],
  [90, "0-01:30:00"],
  ["2-06", "2-06"],
  ["1-12:30:00", "1-12:30:00"],
  ["30:00", "30:00"],
])("%s becomes %s", (given, time) => {
  expect(slurmTime(given)).toBe(time);
});

test.each(["", "4 h", "h", "-1h", "4h; rm -rf /", "1:2:3:4"])("%j is not a time", (given) => {
  expect(slurmTime(given)).toBeUndefined();
});
