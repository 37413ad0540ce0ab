import { expect, test } from "vitest";
import { parseRows } from "../run/metrics-rows.ts";
import { resumeYaml } from "../train/resume.fixture.ts";
import { createRunRecorder } from "../train/run-recorder.fixture.ts";

const { runTo, record } = createRunRecorder(resumeYaml);
const steps = "evaluate.steps=[1, 2, 3]";

test("a student of two steps is also measured in others; in two, from the same latents, the metrics are its own", async () => {
  const student = "student={ use: students/multistep, steps: 2 }";
  await runTo("two", undefined, { overrides: [student, steps, "distill.steps=3"] });
  const measured = parseRows((await record("two")).log).rows.filter(({ values }) => "sw2" in values);
  expect(measured.map(({ step }) => step)).toEqual([0, 3]);
  for (const { values } of measured) {
    expect(values["steps.2.sw2"]).toBe(values["sw2"]);
    expect(new Set([1, 2, 3].map((count) => values[`steps.${count}.sw2`])).size).toBe(3);
  }
});

test("a student of one step has no others", async () => {
  await expect(runTo("one", undefined, { overrides: [steps] })).rejects.toThrow(
    /at evaluate\.steps\n[^]*`students\/denoiser` generates in one step/,
  );
});
