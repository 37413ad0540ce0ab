import { readFile } from "node:fs/promises";
import { make, testTracker, trackedRun } from "@tweedie/testing";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import plugin from "./my-tracker.ts";

testTracker(plugin);

test("each logged row is one line", async () => {
  const tracker = make(plugin);
  const { place } = await tracker.start(trackedRun(temporaryFolder()));
  await tracker.log([{ phase: "distill", step: 50, values: { loss: 0.25, sw2: 1 }, time: 0 }]);
  expect(await readFile(place!, "utf8")).toBe("distill 50 loss=0.2500 sw2=1.000\n");
});
