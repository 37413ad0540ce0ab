import { expect, test } from "vitest";
import { completedRun, pointSamples, reportOf } from "../../run-folder.fixture.ts";
import { attributesOf, misnestedElement, textOf } from "../page.fixture.ts";

const point = (sampler: string, steps: number, evaluations: number, sw2: number | string) => ({
  ...{ sampler, steps, evaluations, metrics: { sw2 } },
});
const files = {
  ...completedRun,
  "teacher-curve.json": JSON.stringify({
    samples: 64,
    student: { sw2: 0.05 },
    floors: { sw2: 0.02 },
    points: [
      point("euler", 1, 1, 0.9),
      point("euler", 4, 4, 0.3),
      point("heun", 1, 1, 0.9),
      point("heun", 2, 3, "NaN"),
    ],
  }),
  "samples/teacher-00001.npy": pointSamples,
  "samples/teacher-00004.npy": pointSamples,
};

test("each metric has a figure and a table, with the student and the noise floor", async () => {
  const page = await reportOf(files);
  expect(attributesOf(page, "aria-label")).toContain(
    "sw2 against network evaluations: student 0.05 at 1; euler from 0.9 at 1 to 0.3 at 4; heun from 0.9 at 1 to not a number at 3",
  );
  const text = textOf(page);
  expect(text).toContain(
    "steps evaluations sw2 lower is better student 1 1 0.05 teacher, euler 1 1 0.9 teacher, euler 4 4 0.3",
  );
  expect(text).toContain("teacher, heun 2 3 not a number noise floor 0.02");
  expect(text).toContain("measured with 64 samples");
});

test("a curve of the best samplers has one line, spreads, and the candidates with the values that decided", async () => {
  const range = { min: 0.02, max: 10 };
  const best = [
    { ...point("euler", 1, 1, 0.9), range, spreads: { sw2: 0.012 } },
    { ...point("dpmpp-2m", 4, 4, 0.04), range, spreads: { sw2: 0.002 } },
  ];
  const candidates = [
    { sampler: "euler", steps: 4, evaluations: 4, range, value: 0.31 },
    { sampler: "dpmpp-2m", steps: 4, evaluations: 4, range, value: "NaN" },
  ];
  const curve = {
    samples: 128,
    student: { sw2: 0.05 },
    floors: { sw2: 0.02 },
    spreads: { student: { sw2: 0.003 }, floors: { sw2: 0.001 } },
    points: best,
    choice: { metric: "sw2", samples: 64, candidates },
  };
  const page = await reportOf({ ...files, "teacher-curve.json": JSON.stringify(curve) });
  expect(attributesOf(page, "aria-label")).toContain(
    "sw2 against network evaluations: student 0.05 at 1; teacher from 0.9 at 1 to 0.04 at 4",
  );
  const text = textOf(page);
  expect(text).toContain("student 1 1 0.05 ± 0.003 teacher, euler 0.02 to 10 1 1 0.9 ± 0.01");
  expect(text).toContain("teacher, dpmpp-2m 0.02 to 10 4 4 0.04 ± 0.002 noise floor 0.02 ± 0.001");
  expect(text).toContain("with the best sw2 were chosen, with 64 samples");
  expect(text).toContain("euler 0.02 to 10 4 4 0.31 dpmpp-2m 0.02 to 10 4 4 not a number");
  expect(misnestedElement(page)).toBeUndefined();
});

test("samples of the teacher are shown by cost, next to those of the student", async () => {
  const page = await reportOf(files);
  expect(textOf(page)).toMatch(/teacher, 1 evaluation .*teacher, 4 evaluations .*student, 1 evaluation /);
  expect(attributesOf(page, "aria-label")).toContain("Scatter plot of 30 samples of the teacher at 4 evaluations");
  expect(misnestedElement(page)).toBeUndefined();
});

test("a damaged file is a warning", async () => {
  const text = textOf(await reportOf({ ...completedRun, "teacher-curve.json": "{" }));
  expect(text).toContain("teacher-curve.json");
  expect(text).not.toContain("Quality against sampling cost");
});
