import type { RunEvent } from "@tweedie/engine";
import { expect, test } from "vitest";
import { recordingOutput } from "../terminal/recording-terminal.fixture.ts";
import { jsonView, textView } from "./run-view.ts";

const step = (step: number, phase: "pretrain" | "distill" = "distill"): RunEvent => ({
  event: "progress",
  phase,
  step,
  steps: 1_000,
  images: step * 512,
  losses: { "loss.student": 1 / step },
  rate: 100,
  eta: (1_000 - step) / 100,
  isRough: false,
});
const events: readonly RunEvent[] = [
  {
    event: "start",
    name: "ring-sid",
    run: "runs/ring-sid-1",
    backend: "ort",
    device: "CPU:0",
    settings: "2 threads",
    reason: "no GPU was found",
    seed: 0,
    phases: { distill: 1_000 },
  },
  { event: "resume", phase: "distill", step: 100 },
  { event: "teacher", source: "cache" },
  ...Array.from({ length: 900 }, (_, i) => step(101 + i)),
  { event: "metrics", phase: "distill", step: 1_000, values: { "loss.student": NaN }, measured: false },
  { event: "metrics", phase: "distill", step: 1_000, values: { sw2: 0.02, "sw2.floor": 0.01 }, measured: true },
  { event: "warning", message: "lambda is large" },
];

/** A clock that advances 50 ms per reading. */
const ticking = () => {
  let time = 0;
  return () => (time += 50);
};

test("a plain output has a line every ten seconds and at the end of a phase, and no control character", () => {
  const output = recordingOutput();
  const view = textView(output, ticking());
  events.forEach(view.show);
  view.end();
  expect(`\n${output.text}`).toMatchInlineSnapshot(`
    "
    ring-sid on ort (auto: no GPU was found), seed 0, in runs/ring-sid-1
    device: CPU:0, 2 threads
    resumed at step 100 of distill
    teacher: cache
    distill 101/1,000  student 0.0099  51.7 kimg  100 steps/s  eta 0:09
    distill 301/1,000  student 0.00332  154 kimg  100 steps/s  eta 0:07
    distill 501/1,000  student 0.002  257 kimg  100 steps/s  eta 0:05
    distill 701/1,000  student 0.00143  359 kimg  100 steps/s  eta 0:03
    distill 901/1,000  student 0.00111  461 kimg  100 steps/s  eta 0:01
    distill 1,000/1,000  student 0.001  512 kimg  100 steps/s  eta 0:00
    distill 1,000: sw2 0.02
    warning lambda is large
    "
  `);
  expect(output.text).not.toMatch(/(?!\n)\p{Control}/u);
});

test("a terminal has one line that is redrawn, and cleared before other lines", () => {
  const output = recordingOutput({ isInteractive: true, columns: 60 });
  const view = textView(output, ticking());
  [step(1), step(2), step(3), step(4), events.at(-1)!, step(5), step(6)].forEach(view.show);
  view.end();
  expect(`\n${output.text.replaceAll("\r\x1b[2K", "<clear>")}`).toMatchInlineSnapshot(`
    "
    distill 1/1,000 ▕              ▏  0%  100 steps/s  eta 0:10<clear>distill 3/1,000 ▕              ▏  0%  100 steps/s  eta 0:10<clear>warning lambda is large
    distill 5/1,000 ▕▏             ▏  0%  100 steps/s  eta 0:10<clear>"
  `);
});

test("the end clears the progress line, once", () => {
  const output = recordingOutput({ isInteractive: true });
  const view = textView(output, ticking());
  view.show(step(1));
  view.end();
  view.end();
  expect(output.text.endsWith("\r\x1b[2K")).toBe(true);
  expect(output.text.match(/\r/g)).toHaveLength(1);
});

test("the JSON view prints one event per line, with non-finite numbers as strings", () => {
  const output = recordingOutput();
  events.forEach(jsonView(output).show);
  const lines = output.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
  expect(lines.map(({ event }) => event)).toEqual(events.map(({ event }) => event));
  expect(lines).toContainEqual({ ...events.at(-3), values: { "loss.student": "NaN" } });
});
