import { expect, test } from "vitest";
import { soak } from "./soak.ts";

test("4 processes run 200 trials, each exactly once", async () => {
  expect(await soak(4, 200)).toMatchObject({ duplicated: 0, lost: 0 });
});
