import { expect, test } from "vitest";
import { endOf } from "./child.ts";
import { lineOf, resultOf, summaryOf, Unavailable } from "./job.ts";

test("a job is ok, skipped for a stated reason, or failed", async () => {
  const results = await Promise.all([
    resultOf({ name: "first", run: () => Promise.resolve("two products are equal") }),
    resultOf({ name: "second", run: () => Promise.reject(new Unavailable("apt-get is not installed")) }),
    resultOf({ name: "third", run: () => Promise.reject(new Error("the products differ")) }),
  ]);
  expect(results.map((result) => lineOf({ ...result, seconds: 0.04 }))).toEqual([
    "ok: first, 0.0 s: two products are equal",
    "skipped: second, 0.0 s: apt-get is not installed",
    "FAILED: third, 0.0 s: the products differ",
  ]);
  expect(summaryOf(results)).toBe("1 passed, 1 failed, 1 skipped");
});

test("the error of a child process states how it ended", () => {
  expect(endOf({ code: 1 }, 5)).toBe("the process ended with exit code 1");
  expect(endOf({ signal: "SIGABRT", code: null }, 5)).toBe("the process was ended by SIGABRT");
  expect(endOf({ killed: true, signal: "SIGKILL" }, 5)).toBe("the process took more than 5 s");
});
