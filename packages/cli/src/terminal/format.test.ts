import { expect, test } from "vitest";
import { ageText, sizeText, durationText, countText, kimgText, numberText, rateText, spreadText } from "./format.ts";

test.each([
  [0.041249, "0.0412"],
  [-0.03334, "-0.0333"],
  [8, "8"],
  [123.456, "123"],
  [0.00012, "1.20e-4"],
  [0, "0"],
  [1_234_567, "1.23e+6"],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
])("%d is written %s", (value, text) => expect(numberText(value)).toBe(text));

test.each([
  [0, "0:00"],
  [59.6, "1:00"],
  [725, "12:05"],
  [8_045, "2:14:05"],
  [Infinity, "-:--"],
  [NaN, "-:--"],
])("%d seconds are written %s", (seconds, text) => expect(durationText(seconds)).toBe(text));

test("counts have thousands separators; rates below 1 are written as seconds per step", () => {
  expect(countText(12_400)).toBe("12,400");
  expect(rateText(96.21)).toBe("96.2 steps/s");
  expect(rateText(0.25)).toBe("4 s/step");
  expect(rateText(0)).toBe("0 steps/s");
});

test.each([
  [-3, "0 s"],
  [59, "59 s"],
  [3_599, "59 min"],
  [7_200, "2 h"],
  [86_400 * 12.5, "12 d"],
])("an age of %d seconds is written %s", (value, text) => expect(ageText(value)).toBe(text));

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_234, "1.23 kB"],
  [56_700_000, "56.7 MB"],
  [8e15, "8.00e+3 TB"],
])("%d bytes are written %s", (value, text) => expect(sizeText(value)).toBe(text));

test.each([
  [512, "0.512 kimg"],
  [63_488, "63.5 kimg"],
  [200_000, "200 kimg"],
  [12_400_256, "12,400 kimg"],
])("%d images are written %s", (images, text) => expect(kimgText(images)).toBe(text));

test.each([
  [0.04123, 0.0081, "0.0412 ± 0.008"],
  [-4.6e-4, 3.2e-4, "-4.60e-4 ± 3.00e-4"],
  [0.0412, undefined, "0.0412"],
  [8, 0, "8"],
  [8, NaN, "8"],
])("%d with a standard deviation of %d is written %s", (value, spread, text) =>
  expect(spreadText(value, spread)).toBe(text),
);
