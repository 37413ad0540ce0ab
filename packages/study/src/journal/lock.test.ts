import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { withLock } from "./lock.ts";
import { isGone, ownIdentity } from "./process-identity.ts";

/** A process that has ended: Linux assigns no PID above 2 ** 22. */
const dead = { ...ownIdentity, pid: 2 ** 22 + 1 };

test("only a process of this machine is known to have ended", () => {
  expect(isGone(dead)).toBe(true);
  expect(isGone(ownIdentity)).toBe(false);
  expect(isGone({ ...dead, host: "elsewhere" })).toBe(false);
});

test("the lock of a dead process is taken over at once, that of another machine after the grace", async () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, JSON.stringify(dead));
  expect(await withLock(path, () => 1, 60_000)).toBe(1);
  writeFileSync(path, JSON.stringify({ ...dead, host: "elsewhere" }));
  // The modification time is ignored: clocks of two machines differ.
  utimesSync(path, 0, 0);
  const began = performance.now();
  expect(await withLock(path, () => 2, 100)).toBe(2);
  expect(performance.now() - began).toBeGreaterThan(100);
  expect(existsSync(path)).toBe(false);
});

test("a process that lost the lock while it slept does not remove the new holder's lock", async () => {
  const path = join(temporaryFolder(), "lock");
  await withLock(path, () => writeFileSync(path, "another's"));
  expect(readFileSync(path, "utf8")).toBe("another's");
});

test("an interrupted takeover does not block the next one", async () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, JSON.stringify(dead));
  writeFileSync(`${path}.takeover`, JSON.stringify(dead));
  expect(await withLock(path, () => 3)).toBe(3);
});
