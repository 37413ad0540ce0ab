import { expect, test } from "vitest";
import { createRateMeter } from "./rate-meter.ts";

const row = (step: number, phase: "pretrain" | "distill" = "distill") => ({ phase, step, values: {} });

test("the rate is that of the steps between the looks that found rows, in one phase", () => {
  let now = 0;
  const meter = createRateMeter(() => now);
  expect(meter.add([row(90, "pretrain")])).toBeUndefined();
  now = 1_000;
  expect(meter.add([row(100, "pretrain"), row(10)])).toBeUndefined();
  now = 3_000;
  expect(meter.add([row(20), row(50)])).toBe(20);
  expect(meter.add([])).toBe(20);
  now = 4_000;
  expect(meter.add([row(40)])).toBeUndefined(); // a resumed run is behind
});
