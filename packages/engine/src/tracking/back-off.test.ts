import { expect, test } from "vitest";
import { pauseAfter, requestedPause } from "./back-off.ts";

test("pauses double from half a second to a minute, and vary by a quarter", () => {
  expect([1, 2, 3, 7, 8, 9, 2_000].map((failures) => pauseAfter(failures, 0.5))).toEqual([
    500, 1_000, 2_000, 32_000, 60_000, 60_000, 60_000,
  ]);
  expect(pauseAfter(1, 0)).toBe(375);
  expect(pauseAfter(1, 1)).toBe(625);
});

test("an error's `retryAfter` is a pause of at most 5 minutes", () => {
  const errors = [{ retryAfter: 7 }, { retryAfter: 1e9 }, { retryAfter: -1 }, { retryAfter: "7" }, {}, undefined, "x"];
  expect(errors.map(requestedPause)).toEqual([7_000, 300_000, 0, 0, 0, 0, 0]);
});
