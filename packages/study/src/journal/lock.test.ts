import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownIdentity } from "@tweedie/engine/locks";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { withLock } from "./lock.ts";

/** The lock of a process that has ended: Linux assigns no PID above 2 ** 22. */
const dead = { ...ownIdentity, pid: 2 ** 22 + 1, token: "dead", lease: 30_000 };

test("work is done one at a time, and its error releases the lock", async () => {
  const path = join(temporaryFolder(), "lock");
  const done: number[] = [];
  const works = [0, 1, 2, 3].map((each) =>
    withLock(path, () => {
      expect(existsSync(path)).toBe(true);
      done.push(each);
      if (each === 2) throw new Error("failed");
    }).catch(() => undefined),
  );
  await Promise.all(works);
  expect(done.sort()).toEqual([0, 1, 2, 3]);
  expect(readdirSync(dirname(path))).toEqual([]);
});

test("the lock of a dead process is taken over at once, that of another machine after its lease", async () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, JSON.stringify(dead));
  expect(await withLock(path, () => 1)).toBe(1);
  writeFileSync(path, JSON.stringify({ ...dead, host: "elsewhere", boot: "another", lease: 100 }));
  const began = performance.now();
  expect(await withLock(path, () => 2)).toBe(2);
  expect(performance.now() - began).toBeGreaterThan(100);
  expect(existsSync(path)).toBe(false);
});

test("a process that lost the lock while it slept notices it, and does not remove the new holder's lock", async () => {
  const path = join(temporaryFolder(), "lock");
  await withLock(path, ({ isHeld }) => {
    expect(isHeld()).toBe(true);
    writeFileSync(path, "another's");
    expect(isHeld()).toBe(false);
  });
  expect(readFileSync(path, "utf8")).toBe("another's");
});

test("the first holder removes what killed processes left beside the lock", async () => {
  const path = join(temporaryFolder(), "lock");
  for (const name of [`${path}.tmp-${dead.pid}-1-00000000-1`, `${path}.after-x`]) writeFileSync(name, "");
  await withLock(path, () => undefined);
  expect(readdirSync(dirname(path))).toEqual(["lock.tmp-4194305-1-00000000-1"]);
});
