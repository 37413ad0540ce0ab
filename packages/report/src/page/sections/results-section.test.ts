import { expect, test } from "vitest";
import { completedRun, completedStatus, reportOf } from "../../run-folder.fixture.ts";
import { textOf } from "../page.fixture.ts";

test("the results say which evaluations are averaged, and with how many samples", async () => {
  const text = async (change: object) =>
    textOf(await reportOf({ ...completedRun, "status.json": JSON.stringify({ ...completedStatus, ...change }) }));
  const averaged = await text({ averagedSteps: [100, 200] });
  expect(averaged).toContain("values are means of its evaluations at steps 100, 200");
  expect(averaged).toContain("Each metric compares 1,024 samples with as many held-out real samples.");
  expect(await text({})).not.toContain("means of its evaluations");
});
