import { expect, test } from "vitest";
import { classLabels } from "./class-labels.ts";

const labels = (classes: number | undefined, label?: number) => {
  const array = classLabels({ classes }, 5, label);
  return array && [...array.data];
};

test("labels are the given class, or each class in turn", () => {
  expect(labels(3, 2)).toEqual([2, 2, 2, 2, 2]);
  expect(labels(3)).toEqual([0, 1, 2, 0, 1]);
});

test("an unconditional model has no labels, and a class is refused", () => {
  expect(labels(undefined)).toBeUndefined();
  expect(() => labels(undefined, 0)).toThrow("--class: the model of this run is unconditional");
});

test("a class that does not exist is refused", () => {
  expect(() => labels(4, 4)).toThrow(/class 4 does not exist\n.*0 to 3/);
});
