import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import type { RunContext } from "./run-context.ts";
import { cacheTeacher, lockCachedTeacher } from "./teacher-cache.ts";

/** A context that records warnings. */
function recordingContext() {
  const warnings: string[] = [];
  const { signal } = new AbortController();
  const context = { signal, onEvent: () => undefined, warn: (text: string) => void warnings.push(text) };
  return { context: context as unknown as RunContext, warnings };
}

test.each([
  ["there is no cache", () => undefined],
  ["the cache cannot be written", () => join(temporaryFolder({ file: "" }), "file", "teachers", "a")],
])("a run goes on with one warning if %s", async (_, cache) => {
  const { context, warnings } = recordingContext();
  expect(await lockCachedTeacher(context, cache())).toBeUndefined();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^the teacher is not cached for other runs: .*; set TWEEDIE_CACHE to a folder/);
});

test("a teacher that cannot be saved in the cache is a warning", async () => {
  const { context, warnings } = recordingContext();
  const folder = temporaryFolder({ file: "" });
  await cacheTeacher(context, join(folder, "file", "a"), { weights: {}, metrics: [] });
  expect(warnings).toEqual([expect.stringContaining("set TWEEDIE_CACHE")]);
});
