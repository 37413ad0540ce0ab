import { expect, test } from "vitest";
import { contractViolation } from "./role-contracts.ts";

const metric = (more: object) => ({ goals: { gap: "minimize" }, measure: () => ({ gap: 0 }), ...more });

test("a metric may describe its values by title and unit, and need not", () => {
  expect(contractViolation("metric", metric({}))).toBeUndefined();
  expect(contractViolation("metric", metric({ descriptions: {} }))).toBeUndefined();
  for (const gap of [{ title: "gap" }, { title: "gap", unit: "pixels" }, { title: "gap", unit: undefined }]) {
    expect(contractViolation("metric", metric({ descriptions: { gap } }))).toBeUndefined();
  }
});

test.each([{ gap: "gap" }, { gap: {} }, { gap: { title: 1 } }, { gap: { title: "gap", unit: 1 } }, "gap"])(
  "%j is no description",
  (descriptions) => {
    expect(contractViolation("metric", metric({ descriptions }))).toBe(
      "creates no valid metric: `descriptions` is not a map of names to objects with a text `title`, and a text `unit` if there is one",
    );
  },
);
