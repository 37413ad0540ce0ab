import { expect, test } from "vitest";
import { nearest, suggest } from "./suggest.ts";

test.each([
  ["lamda", ["lambda", "clamp"], "lambda"],
  ["trian", ["train", "grain"], "train"],
  ["batchSize", ["batch_size", "batches"], "batch_size"],
  ["fake-score", ["fakeScore"], "fakeScore"],
  ["cos", ["cosine", "sin"], "cosine"],
  ["x", ["y", "z"], undefined],
  ["gpus", ["steps", "batch"], undefined],
  ["constructor", [], undefined],
])("the nearest to %s among %j is %s", (name, candidates, meant) => expect(nearest(name, candidates)).toBe(meant));

test("all candidates are listed if none is near and they are few", () => {
  expect(suggest("gpus", ["steps", "batch"], "keys")).toBe("keys: `steps`, `batch`");
  expect(
    suggest(
      "gpus",
      Array.from({ length: 21 }, (_, i) => `key${i}`),
      "keys",
    ),
  ).toBeUndefined();
});
