import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatNumber, formatRatio, formatSpread } from "./format.ts";

test.each([
  [0.021345, "0.0213"],
  [-0.5, "−0.5"],
  [123.456, "123"],
  [3_000, "3,000"],
  [1.5e-7, "1.5e−7"],
  [2.5e9, "2.5e+9"],
  [0, "0"],
  [NaN, "not a number"],
  [-Infinity, "−∞"],
  [undefined, "–"],
])("formatNumber(%s) is %s", (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0.02, 0.008, "2.5 ×"],
  [1, 0, "–"],
  [1, -0.1, "–"],
  [-1, 0.1, "–"],
  [NaN, 1, "–"],
  [undefined, 1, "–"],
])("formatRatio(%s, %s) is %s", (value, other, text) => expect(formatRatio(value, other)).toBe(text));

test.each([
  [1.23, "1.2 s"],
  [9.97, "10 s"],
  [83.4, "1 min 23 s"],
  [59.7, "1 min 0 s"],
  [7_800, "2 h 10 min"],
])("formatDuration(%s) is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [12_345, "12.3 kB"],
  [1_843_000, "1.84 MB"],
  [3e9, "3 GB"],
])("formatBytes(%s) is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("a spread follows a number, unless it is zero or unknown", () => {
  expect([0.0081, 0, NaN, undefined].map(formatSpread)).toEqual([" ±\u00a00.008", "", "", ""]);
});
