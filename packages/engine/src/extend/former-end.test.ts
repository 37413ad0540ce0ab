import { expect, test } from "vitest";
import type { Settings } from "../experiment/settings.ts";
import { type MetricsRow, formatRow } from "../run/metrics-rows.ts";
import { withoutFormerEnd } from "./former-end.ts";

const row = (step: number, values: MetricsRow["values"], phase: MetricsRow["phase"] = "distill") =>
  formatRow({ phase, step, values });
const losses = { "loss.student": 0.5, "updates.fakeScore": 2 };
const measured = { sw: Number.NaN, "diag.spread": 1 };
const before = row(50, { loss: 1 }, "pretrain") + row(0, { ...measured, "sw.floor": 0 }) + row(10, losses);
const end = row(20, { ...losses, ...measured });

const edited = (step: number, { steps = 40, every = 15, log = 10 } = {}, text = before + end) =>
  withoutFormerEnd(text, { phase: "distill", step }, {
    distill: { steps },
    evaluate: { every },
    log: { every: log },
  } as Settings);

test("an evaluation that only the end of a shorter run made is taken off its log, and losses that were due stay", () => {
  expect(edited(20)).toBe(before + row(20, losses));
  expect(edited(20, { log: 7 })).toBe(before);
});

test("the log of a run that ends there, evaluates there, or was interrupted is kept", () => {
  expect(edited(20, { steps: 20 })).toBe(before + end);
  expect(edited(20, { every: 5 })).toBe(before + end);
  expect(edited(25)).toBe(before + end);
  expect(edited(20, {}, before + row(20, losses))).toBe(before + row(20, losses));
  expect(edited(50, {}, row(50, { loss: 1 }, "pretrain"))).toBe(row(50, { loss: 1 }, "pretrain"));
});
