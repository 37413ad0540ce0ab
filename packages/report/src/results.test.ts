import { expect, test } from "vitest";
import { completedStatus } from "./run-folder.fixture.ts";
import { resultsOf } from "./results.ts";

const status = { ...completedStatus, status: "completed", phase: "distill", goals: { sw2: "minimize" } } as const;

test("results have the spreads that the status records", () => {
  const spreads = { student: { sw2: 0.002 }, floors: { sw2: 0.003 } };
  expect(resultsOf({ status: { ...status, spreads }, rows: [] })).toMatchObject([
    { name: "sw2", value: 0.0213, floor: 0.0079, spreads: { value: 0.002, floor: 0.003 } },
  ]);
  expect(resultsOf({ status, rows: [] })[0]!.spreads).toEqual({});
});
