import { describe, expect, test } from "vitest";
import { checkAlarms } from "./alarms.ts";

const settings = { collapse: 0.1, divergence: 10, patience: 3 };

/** Evaluations at the steps 0, 10, 20, .... */
const evaluations = (spreads: readonly number[], loss = 1) =>
  spreads.map((spread, i) => ({ step: 10 * i, values: { "diag.spread": spread, "loss.student": loss } }));
const endOf = (spreads: readonly number[], change: Partial<typeof settings> | object = {}) =>
  checkAlarms(evaluations(spreads), { ...settings, ...change })?.end;

describe("collapse", () => {
  test("is a spread that stays small", () => {
    expect(checkAlarms(evaluations([0.3, 0.2, 0.05, 0.02, 0.01]), settings)).toEqual({
      end: "collapsed",
      reason:
        "the student's spread was less than 0.1 times the data's at every evaluation since step 20; now it is 0.0100 times the data's",
    });
  });
  test("needs as many evaluations as the patience", () => expect(endOf([0.3, 0.2, 0.05, 0.02])).toBeUndefined());
  test("needs consecutive evaluations", () => expect(endOf([1, 0.05, 0.05, 0.2, 0.05, 0.05])).toBeUndefined());
  test("is not reported while the spread doubles", () => expect(endOf([0.1, 0.02, 0.03, 0.05])).toBeUndefined());
  test("is not reported for a student that started with less spread", () =>
    expect(endOf([0.01, 0.012, 0.014, 0.016])).toBeUndefined());
  test("ignores the evaluation of step 0", () => expect(endOf([0.05, 0.01, 0.01])).toBeUndefined());
  test("can be disabled", () => expect(endOf([1, 0, 0, 0], { collapse: null })).toBeUndefined());
});

describe("divergence", () => {
  test("is a spread that stays large", () => {
    expect(checkAlarms(evaluations([1, 11, 1e3, 2e4]), settings)).toEqual({
      end: "diverged",
      reason:
        "the student's spread was more than 10 times the data's at every evaluation since step 10; now it is 2.00e+4 times the data's",
    });
  });
  test.each([NaN, Infinity])("is a spread of %d", (spread) =>
    expect(endOf([1, spread, spread, spread])).toBe("diverged"),
  );
  test("is a loss that is never finite, in a run that continues in spite of it", () => {
    expect(checkAlarms(evaluations([1, 1, 1, 1], NaN), settings)?.reason).toBe(
      "a loss was not finite at every evaluation since step 10",
    );
  });
  test("can be disabled", () => expect(endOf([1, 99, 99, 99], { divergence: null })).toBeUndefined());
});

test("all alarms can be disabled", () => {
  expect(checkAlarms(evaluations([1, NaN, NaN, NaN], NaN), null)).toBeUndefined();
});
