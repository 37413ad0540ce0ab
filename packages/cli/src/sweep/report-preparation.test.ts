import { existsSync } from "node:fs";
import { join } from "node:path";
import { createStudy, readSweep } from "@tweedie/study";
import { ringExperiment, temporaryProject } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { beginTrial } from "./begin-trial.fixture.ts";
import { createReportPreparation } from "./report-preparation.ts";

const originalFolder = process.cwd();
afterAll(() => process.chdir(originalFolder));

const hasReport = ({ folder }: { readonly folder: string }): boolean => existsSync(join(folder, "report.html"));

test("while the last trial runs, the best one so far gets its report", async () => {
  const ring = ringExperiment().replace("samples: 16", "samples: 16, metrics: [metrics/sliced-wasserstein]");
  process.chdir(temporaryProject({ "ring.yaml": ring }, afterAll));
  const study = await createStudy("sweeps/s", (await readSweep("ring.yaml", ["loss.lambda=0,0.5,1"])).plan);
  const preparation = createReportPreparation(study);
  const [first, second] = [await beginTrial(study), await beginTrial(study)];
  await first.complete(5);
  preparation.update(study.state());
  await preparation.end();
  expect(hasReport(first)).toBe(false); // a trial has not begun
  await second.complete(3);
  const third = await beginTrial(study);
  preparation.update(study.state());
  await preparation.end();
  expect([first, second, third].map(hasReport)).toEqual([false, true, false]);
});
