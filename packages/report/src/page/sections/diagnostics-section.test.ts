import { expect, test } from "vitest";
import { completedRun, jsonLines, metricsRows, reportOf } from "../../run-folder.fixture.ts";
import { attributesOf, misnestedElement, textOf } from "../page.fixture.ts";

test("diagnostics have figures with explanations, and are not among the losses", async () => {
  const values = {
    V: 0.2,
    L1: 0.3,
    L2: 0.25,
    spread: 0.9,
    psiGap: 0.01,
    "V.band0": 0.1,
    "V.band3": 0,
    "grad.loss": 1,
  };
  const logged = Object.fromEntries(Object.entries(values).map(([name, value]) => [`diag.${name}`, value]));
  const rows = [100, 200].map((step) => ({ phase: "distill", step, ...logged }));
  const page = await reportOf({ ...completedRun, "metrics.jsonl": jsonLines([...metricsRows, ...rows]) });
  const labels = attributesOf(page, "aria-label");
  expect(labels).toContain("V, L1, L2 during training; last values: V 0.2, L1 0.3, L2 0.25");
  expect(labels).toContain("V by noise level during training; last values: σ &lt; 0.1 0.1, σ &gt; 2 0");
  expect(labels).toContain("Spread of the student relative to the data during training; last value: 0.9");
  expect(labels.filter((label) => label.includes("during training; last value"))).toHaveLength(5);
  expect(labels.filter((label) => label.includes("diag."))).toEqual([]);
  expect(textOf(page)).toContain("V is a lower bound of the Fisher divergence");
  expect(misnestedElement(page)).toBeUndefined();
});

test("a run without diagnostics has no section", async () => {
  expect(textOf(await reportOf(completedRun))).not.toContain("Diagnostics");
});
