import type { Study } from "@tweedie/study";
import { writeTestFiles } from "@tweedie/testing/projects";

const status = {
  ...{ name: "ring", status: "completed", seed: 0, backend: "ort", started: "2026-01-01T00:00:00Z", seconds: 9 },
  ...{ configHash: "", version: "0.1.0", phase: "distill", step: 3 },
};

/** Claims the next trial of a sweep and writes its status. Returns its folder, and a function that completes it with a value of the metric. */
export async function beginTrial(study: Study) {
  const claim = await study.claim("a");
  if (claim === "finished" || "wait" in claim) throw new Error("no trial is free");
  writeTestFiles(claim.folder, { "status.json": JSON.stringify(status) });
  return {
    folder: claim.folder,
    complete: (value: number) =>
      study.finish(claim, { status: "complete", metrics: { [study.plan.metric.name]: value } }),
  };
}
