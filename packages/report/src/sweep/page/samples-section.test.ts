import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { attributesOf, misnestedElement, textOf } from "../../page/page.fixture.ts";
import { completedRun, completedStatus } from "../../run-folder.fixture.ts";
import { bestFirst } from "../shown-trials.ts";
import { sweepFixture } from "../sweep.fixture.ts";
import { writeSweepReport } from "../write-sweep-report.ts";

const descriptions = { sw2: { title: "sliced Wasserstein distance", unit: "units of the data" } };
const run = { ...completedRun, "status.json": JSON.stringify({ ...completedStatus, descriptions }) };

/** A sweep whose trials with the first seed have the files of a run, and its report. Call it within a test. */
async function reportOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const first = Object.entries(files).map(([path, content]) => [`trials/0/${path}`, content]);
  const sweep = sweepFixture({ folder: temporaryFolder(Object.fromEntries(first)) });
  return { sweep, page: await readFile(await writeSweepReport(sweep), "utf8") };
}

test("the best three configurations and the worst have pictures of the same seed, with links to their reports", async () => {
  const { sweep, page } = await reportOf(run);
  const { configurations, best } = sweep.state();
  const complete = bestFirst(configurations, "minimize").filter(({ status }) => status === "complete");
  const numbers = [...complete.slice(0, 3), complete.at(-1)!].map(({ configuration }) => configuration);
  const pictures = attributesOf(page, "aria-label").filter((label) => label.startsWith("Scatter plot"));
  expect(pictures).toEqual(numbers.map((each) => `Scatter plot of 30 samples of the student of configuration ${each}`));
  const text = textOf(page);
  expect(text).toContain(`best: configuration ${best!}`);
  expect(text).toContain(`worst: configuration ${numbers.at(-1)!}`);
  expect(text).toContain("One trial of each configuration, with seed = 0: equal seeds have equal latents");
  expect(attributesOf(page, "href").filter((href) => href === "trials/0/report.html").length).toBeGreaterThan(4);
  expect(existsSync(join(sweep.folder, "trials/0/report.html"))).toBe(true);
  expect(misnestedElement(page)).toBeUndefined();
});

test("the metric has its full name, unit and direction, which a trial recorded", async () => {
  const { page } = await reportOf(run);
  const text = textOf(page);
  expect(text).toMatch(/Its sliced Wasserstein distance \(sw2\) is .* \(units of the data, lower is better\)\./);
  expect(text).toContain("sliced Wasserstein distance units of the data, lower is better complete trials");
});

test("the command of the best configuration has its values and the constants of the sweep", async () => {
  const { sweep, page } = await reportOf({});
  const { configurations, best } = sweep.state();
  const values = configurations[best!]!.values;
  expect(textOf(page)).toContain("tweedie run experiments/mixture/sid.yaml distill.student.optimizer.lr=");
  expect(textOf(page)).toContain(`network.width=${String(values["network.width"])}`);
});

test("without samples there is no section, and a damaged trial has no link", async () => {
  const { page } = await reportOf({ "status.json": "{", "samples/student.npy": "torn" });
  expect(page).not.toContain("Samples</h2>");
  expect(attributesOf(page, "href")).not.toContain("trials/0/report.html");
});
