import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { raceForLock } from "./race.fixture.ts";

test("of four processes that take over a dead one's lock exactly one holds it, in each of 200 races", async () => {
  const result = await raceForLock({ folder: temporaryFolder(), races: 200, processes: 4 });
  expect(result).toEqual({ races: 200, withTwo: 0, withNone: 0, leftovers: [] });
});
