import pc from "picocolors";
import { expect, test } from "vitest";
import { runSummary } from "../run-progress/run-summary.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { forTerminal } from "../terminal/process-output.ts";
import { compareRuns, comparisonTable } from "./comparison.ts";
import { runEntry } from "./run-entry.fixture.ts";
import { runPage } from "./run-page.ts";
import { runTable } from "./run-table.ts";

/** Clears the screen, sets the title, overwrites the line, hides text, forges a line, and reverses the reading direction. */
const hostile = "x\u001b[2J\u001b]0;title\u0007\r\u001b[8m\u009b2J\nerror forged\u202e";

/** A run of someone else, hostile in everything that is text. */
const entryWith = (name: string) => ({
  ...runEntry(name, {
    status: {
      ...{ status: "interrupted", reason: name, backend: name, warnings: [name], metrics: { [name]: 1 } },
      teacherCurve: { metric: name, samples: 16, student: { value: 1 }, points: [] },
      goals: { [name]: "minimize" },
    },
    config: { [name]: name },
    sw2: [0.2],
  }),
  results: [{ name, goal: "minimize", value: 1, floor: 0, teacher: 0, baseline: 0, points: [] } as const],
  traces: [{ phase: name as "distill", name, points: [{ step: 0, value: 1 }] }],
});

const [entry, plain] = [entryWith(hostile), entryWith("plain")];
const colors = pc.createColors(true);
const now = Date.parse("2026-01-09T00:00:00.000Z");

const pages = {
  ls: (each: typeof entry) => runTable([each, runEntry("b", { config: { a: 1 } })], { width: Infinity, now, colors }),
  show: (each: typeof entry) =>
    runPage(each, {
      nonDefaults: [{ path: each.run, value: each.run }],
      files: [{ name: each.run, size: 1 }],
      unsent: [{ tracker: each.run, reason: each.run }],
      now,
      colors,
    }),
  compare: (each: typeof entry) => comparisonTable(compareRuns([each, runEntry("b")]), { width: Infinity, colors }),
  summary: (each: typeof entry) =>
    runSummary(each.status, {
      ...{ out: each.run, report: each.run, resumeCommand: ["tweedie", each.run], colors },
      unsent: [{ tracker: each.run, reason: each.run }],
    }),
};

test.each(Object.entries(pages))(
  "no control character or line of a stranger's run reaches the terminal in %s",
  (_, page) => {
    const shown = forTerminal(page(entry), true);
    // eslint-disable-next-line no-control-regex -- colours are the only control codes
    expect(shown.replaceAll(/\u001b\[\d+m/g, "")).not.toMatch(/(?!\n)[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(shown).not.toContain("\u001b[8m");
    expect(shown.split("\n")).toHaveLength(page(plain).split("\n").length);
  },
);

test("JSON output is plain text that parses to the same values", () => {
  const line = jsonLine({ [hostile]: hostile });
  expect(line).toMatch(/^[ -~]*\n$/);
  expect(JSON.parse(line)).toEqual({ [hostile]: hostile });
});
