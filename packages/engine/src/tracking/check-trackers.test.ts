import { TweedieError, type Tracker } from "@tweedie/core";
import { expect, test } from "vitest";
import { trackerObstacle } from "./check-trackers.ts";

const tracker = (check?: Tracker["check"]): Tracker => ({
  ...{ start: () => Promise.resolve({ rows: 0 }), log: () => Promise.resolve(), finish: () => Promise.resolve() },
  ...(check && { check }),
});

test("an obstacle of a tracker is told with its fix, and a tracker without a check has none", async () => {
  const missing = new TweedieError({ where: "KEY", what: "there is no API key", fix: "set it" });
  expect(await trackerObstacle(tracker(() => Promise.reject(missing)))).toBe("KEY: there is no API key (set it)");
  expect(await trackerObstacle(tracker(() => Promise.reject(new Error("no answer\nmore"))))).toBe("no answer");
  expect(await trackerObstacle(tracker(() => Promise.resolve("there")))).toBeUndefined();
  expect(await trackerObstacle(tracker())).toBeUndefined();
});
