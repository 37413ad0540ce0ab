import { make, testPruner } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./my-pruner.ts";

testPruner(plugin);

test("a trial ends after `patience` reports without a better value", () => {
  const prune = (...values: readonly number[]) => {
    const reports = values.map((value, i) => ({ resource: 100 * (i + 1), value }));
    return make(plugin, { options: { patience: 2 } }).prune({ reports, others: [], sign: 1 });
  };
  expect(prune(3, 4)).toBe(false);
  expect(prune(3, 4, 2)).toBe(false);
  expect(prune(3, 4, 3)).toBe(true);
});
