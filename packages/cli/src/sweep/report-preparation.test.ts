import { existsSync } from "node:fs";
import { join } from "node:path";
import { createStudy, readSweep, type Study } from "@tweedie/study";
import { ringExperiment, temporaryProject, writeTestFiles } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { createReportPreparation } from "./report-preparation.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));

const status = {
  ...{ name: "ring", status: "completed", seed: 0, backend: "ort", started: "2026-01-01T00:00:00Z", seconds: 9 },
  ...{ configHash: "", version: "0.1.0", phase: "distill", step: 3 },
};

/** Claims the next trial of a sweep. Returns its folder, and a function that completes it. */
async function begin(study: Study) {
  const claim = await study.claim("a");
  if (claim === "finished" || "wait" in claim) throw new Error("no trial is free");
  writeTestFiles(claim.folder, { "status.json": JSON.stringify(status) });
  const metrics = (value: number) => ({ [study.plan.metric.name]: value });
  return {
    report: join(claim.folder, "report.html"),
    complete: (value: number) => study.finish(claim, { status: "complete", metrics: metrics(value) }),
  };
}

test("while the last trial runs, the best one so far gets its report", async () => {
  const ring = ringExperiment().replace("samples: 16", "samples: 16, metrics: [metrics/sliced-wasserstein]");
  process.chdir(temporaryProject({ "ring.yaml": ring }, afterAll));
  const study = await createStudy("sweeps/s", (await readSweep("ring.yaml", ["loss.lambda=0,0.5,1"])).plan);
  const preparation = createReportPreparation(study);
  const [first, second] = [await begin(study), await begin(study)];
  await first.complete(5);
  preparation.update(study.state());
  await preparation.end();
  expect(existsSync(first.report)).toBe(false); // a trial has not begun
  await second.complete(3);
  const third = await begin(study);
  preparation.update(study.state());
  await preparation.end();
  expect([first, second, third].map(({ report }) => existsSync(report))).toEqual([false, true, false]);
});
