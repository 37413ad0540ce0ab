import { expect, test } from "vitest";
import { bestCheckpointText } from "./best-checkpoint.ts";

test("the best checkpoints are named with their values", () => {
  const best = { metric: "sw2", goal: "minimize" } as const;
  const [first, second] = [
    { step: 2_500, value: 0.05214 },
    { step: 2_000, value: 0.06 },
  ];
  expect(bestCheckpointText({ best: { ...best, checkpoints: [first, second] } })).toBe(
    "step 2,500 by sw2 (0.0521), then 2,000 (0.06)",
  );
  expect(bestCheckpointText({ best: { ...best, checkpoints: [first] } })).toBe("step 2,500 by sw2 (0.0521)");
  expect(bestCheckpointText({ best: { ...best, checkpoints: [] } })).toBeUndefined();
  expect(bestCheckpointText({})).toBeUndefined();
});
