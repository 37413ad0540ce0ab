import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StudyState } from "@tweedie/study";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import { sweepFixture } from "./sweep.fixture.ts";
import { writeSweepReport } from "./write-sweep-report.ts";

const sweep = sweepFixture({ folder: temporaryFolder({}, afterAll) });

describe("the report of a sweep", async () => {
  const report = await writeSweepReport(sweep);
  const page = await readFile(report, "utf8");
  const text = page
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
  const labels = [...page.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label!);

  test("is written to the sweep's folder, with trials.csv next to it and embedded", async () => {
    expect(dirname(report)).toBe(sweep.folder);
    const csv = await readFile(join(sweep.folder, "trials.csv"), "utf8");
    const embedded = /href="data:text\/csv;base64,([^"]*)"/.exec(page)![1]!;
    expect(Buffer.from(embedded, "base64").toString()).toBe(csv);
  });

  test("has every figure, each with alternative text", () => {
    for (const start of [
      "sw2 of each configuration in the order of suggestion",
      "Importance of the parameters: lr 9",
      "Parallel coordinates of 4 parameters and sw2",
      "sw2 against lambda",
      "Mean sw2 by lr and ",
      "sw2 during training by loss: sid/l1 ends at ",
    ]) {
      expect(labels.some((label) => label.startsWith(start))).toBe(true);
    }
  });

  test("lists the best configuration first with its standard deviation, and the reasons of failed trials", () => {
    const { best } = sweep.state();
    expect(text).toMatch(new RegExp(`complete trials trials status #${best!} `));
    expect(text).toMatch(/0\.0\d+ ± 0\.00\d+/);
    expect(text).toContain("failed");
    expect(text).toContain("ran out of memory, as `7, &quot;8&quot;` says");
    expect(text).toMatch(/\d+ 5 pruned [\d.]+ at 200/);
  });

  test("names the best configuration in its first sentence, and has a list of its sections", () => {
    const { best } = sweep.state();
    expect(text).toMatch(
      new RegExp(`The best is configuration ${best!}: .*lr = .*\\. Its sw2 is 0\\.\\d+ ± .* \\(lower is better\\)\\.`),
    );
    expect(page).toContain('<a href="#section-1">Configurations</a>');
  });

  test("has no script, no network access, no unescaped value, and no colour that ignores the colour scheme", () => {
    expect(page).not.toMatch(/<script|<link|url\(|@import| src="(?!data:)| href="(?!data:|#section-)/);
    expect(page).not.toContain("<b>'x'");
    expect(page.slice(page.indexOf("<main>")).match(/#[0-9a-f]{6}\b/g)).toBeNull();
    expect(text).not.toContain("NaN");
  });
});

test("a sweep without complete configurations has a report without figures", async () => {
  const state: StudyState = {
    ...sweep.state(),
    configurations: [],
    trials: [],
    best: undefined,
    within: [],
    status: "running",
  };
  const page = await readFile(await writeSweepReport({ ...sweep, state: () => state }), "utf8");
  expect(page).toContain("running");
  expect(page).not.toContain("<svg");
});
