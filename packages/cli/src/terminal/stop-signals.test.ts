import { afterEach, expect, test, vi } from "vitest";
import { stopSignals } from "./stop-signals.ts";

afterEach(() => void vi.restoreAllMocks());

test("the first signal aborts, a duplicate within 300 ms is ignored, the second exits the process", () => {
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  const clock = vi.spyOn(performance, "now").mockReturnValue(1_000);
  const onFirst = vi.fn();
  const before = process.listenerCount("SIGINT");
  const signals = stopSignals(onFirst);
  expect(signals.abort.aborted).toBe(false);

  process.emit("SIGINT", "SIGINT");
  expect(signals.abort.aborted).toBe(true);
  expect(signals.received()).toBe("SIGINT");
  expect(onFirst).toHaveBeenCalledExactlyOnceWith("SIGINT");

  clock.mockReturnValue(1_100);
  process.emit("SIGINT", "SIGINT");
  expect(exit).not.toHaveBeenCalled();

  clock.mockReturnValue(2_000);
  process.emit("SIGTERM", "SIGTERM");
  expect(exit).toHaveBeenCalledExactlyOnceWith(143);
  expect(signals.received()).toBe("SIGINT");

  signals.release();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
