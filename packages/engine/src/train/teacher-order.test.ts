import { expect, test } from "vitest";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record } = createRunRecorder(resumeYaml);
// The norm of the gradient is a sum over the weights, and the clipped gradient has its rounding.
const overrides = ["distill.student.optimizer.clip={ norm: 1e-3 }", "distill.steps=24"];

test("a run with a cached teacher ends bit for bit as the run that trained it, also with a clipped gradient norm", async () => {
  await runTo("trained", undefined, { overrides });
  await runTo("cached", undefined, { overrides, cached: true });
  expect(await record("cached")).toEqual(await record("trained"));
});
