import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test, vi } from "vitest";
import { isLock } from "./acquire-lock.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { createLocker } from "./lock-file.ts";

test("heartbeats renew the time of the lock file while the main thread is busy, and stay away from another holder's file", async () => {
  const path = join(temporaryFolder(), "lock");
  const lock = createLocker(path, { lease: 120 }).attempt();
  if (!isLock(lock)) return expect.unreachable();
  const stop = startHeartbeat(lock, 120);
  const beaten = () => statSync(path).mtimeMs > 1_000;
  utimesSync(path, 1, 1);
  await vi.waitFor(() => expect(beaten()).toBe(true), { timeout: 60_000 });
  utimesSync(path, 1, 1);
  while (!beaten()); // busy
  stop();
  expect(lock.isHeld()).toBe(true);
});
