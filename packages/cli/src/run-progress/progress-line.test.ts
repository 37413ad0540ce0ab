import fc from "fast-check";
import { expect, test } from "vitest";
import { metricsText, progressLine, progressText, type ProgressEvent } from "./progress-line.ts";

const progress: ProgressEvent = {
  event: "progress",
  phase: "distill",
  step: 1_240,
  steps: 4_000,
  images: 634_880,
  losses: { "loss.fakeScore": 1.3821, "loss.student": -0.0333 },
  rate: 206.4,
  eta: 13.4,
  isRough: false,
};

test("a narrower line drops the losses, then the images, the rate, and the bar", () => {
  const widths = [120, 80, 72, 60, 40, 20, 10];
  expect(`\n${widths.map((width) => `${String(width).padStart(3)} ${progressLine(progress, width)}`).join("\n")}\n`)
    .toMatchInlineSnapshot(`
      "
      120 distill 1,240/4,000 ▕███████▌                ▏ 31%  fakeScore 1.38  student -0.0333  635 kimg  206 steps/s  eta 0:13
       80 distill 1,240/4,000 ▕██████▌              ▏ 31%  635 kimg  206 steps/s  eta 0:13
       72 distill 1,240/4,000 ▕████         ▏ 31%  635 kimg  206 steps/s  eta 0:13
       60 distill 1,240/4,000 ▕███▍       ▏ 31%  206 steps/s  eta 0:13
       40 distill 1,240/4,000 ▕████▍         ▏ 31%
       20 distill 31%
       10  31%
      "
    `);
});

test("the bar fills in steps of an eighth of a character", () => {
  const lines = [0, 1, 30, 500, 999, 1_000].map((step) =>
    progressLine({ ...progress, step, steps: 1_000, losses: {} }, 60),
  );
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    distill 0/1,000 ▕               ▏  0%  206 steps/s  eta 0:13
    distill 1/1,000 ▕               ▏  0%  206 steps/s  eta 0:13
    distill 30/1,000 ▕▍             ▏  3%  206 steps/s  eta 0:13
    distill 500/1,000 ▕██████▌      ▏ 50%  206 steps/s  eta 0:13
    distill 999/1,000 ▕█████████████▏ 99%  206 steps/s  eta 0:13
    distill 1,000/1,000 ▕███████████▏100%  206 steps/s  eta 0:13
    "
  `);
});

test("the line fits any width for any values", () => {
  const losses = fc.dictionary(fc.string({ maxLength: 12 }), fc.double(), { maxKeys: 4 });
  const property = fc.property(
    fc.nat(200),
    fc.nat(1e7),
    fc.nat(1e7),
    fc.double(),
    fc.double(),
    losses,
    (width, step, steps, rate, eta, losses) => {
      expect(progressLine({ ...progress, step, steps, rate, eta, losses }, width).length).toBeLessThanOrEqual(width);
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test("the text without a bar has the same values", () => {
  expect(progressText(progress)).toMatchInlineSnapshot(
    `"distill 1,240/4,000  fakeScore 1.38  student -0.0333  635 kimg  206 steps/s  eta 0:13"`,
  );
});

test("the metrics text has the student's metrics, without losses and floors", () => {
  const values = { "loss.student": 1, sw2: 0.0213, modes: 8, "sw2.floor": 0.008 };
  expect(
    metricsText({ event: "metrics", phase: "distill", step: 1_500, values, measured: true }),
  ).toMatchInlineSnapshot(`"distill 1,500: sw2 0.0213, modes 8"`);
});
