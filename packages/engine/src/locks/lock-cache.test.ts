import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { lockCache } from "./lock-cache.ts";

/** A context that records warnings. */
function recordingContext() {
  const warnings: string[] = [];
  const { signal } = new AbortController();
  const context = { signal, onEvent: () => undefined, warn: (text: string) => void warnings.push(text) };
  return { context, warnings };
}

test.each([
  ["there is no cache", () => undefined],
  ["the cache cannot be written", () => join(temporaryFolder({ file: "" }), "file", "teachers", "a")],
])("a run goes on with one warning if %s", async (_, cache) => {
  const { context, warnings } = recordingContext();
  expect(await lockCache(context, cache(), { subject: "the teacher is", made: "trained" })).toBeUndefined();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^the teacher is not cached for other runs: .*; set TWEEDIE_CACHE to a folder/);
});
