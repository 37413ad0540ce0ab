import { expect, test } from "vitest";
import { leavesOf } from "./leaves.ts";

test("leaves are the scalars, lists of scalars and empty maps of a tree", () => {
  const tree = {
    loss: { use: "sid/l2", lambda: 1 },
    betas: [0, 0.99],
    metrics: [{ use: "a/b" }, { use: "a/c", samples: 4, "two words": null }],
    none: {},
    nothing: [],
  };
  expect(Object.fromEntries(leavesOf(tree))).toEqual({
    "loss.use": "sid/l2",
    "loss.lambda": 1,
    betas: [0, 0.99],
    "metrics[0].use": "a/b",
    "metrics[1].use": "a/c",
    "metrics[1].samples": 4,
    'metrics[1]["two words"]': null,
    none: {},
    nothing: [],
  });
  expect(leavesOf({}).size).toBe(0);
});
