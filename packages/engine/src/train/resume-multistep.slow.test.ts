import { expect, test } from "vitest";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record } = createRunRecorder(resumeYaml);

test.each(["even", "iteration", "update"])(
  "a student of two steps (%s) that is interrupted ends bit for bit as an uninterrupted run",
  async (exit) => {
    const options = { overrides: [`student={ use: students/multistep, steps: 2, exit: ${exit} }`], cached: true };
    await runTo(`whole-${exit}`, undefined, options);
    for (const step of [1, 3, 5]) await runTo(`interrupted-${exit}`, { phase: "distill", step }, options);
    await runTo(`interrupted-${exit}`, undefined, options);
    expect(await record(`interrupted-${exit}`)).toEqual(await record(`whole-${exit}`));
  },
);
