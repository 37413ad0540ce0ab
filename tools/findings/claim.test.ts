import { expect, test } from "vitest";
import { judge } from "./claim.ts";

const claim = (lower: readonly number[], higher: readonly number[]) => ({ text: "", lower, higher, digits: 2 });

test("a claim is real only if the interval of the differences of equal seeds excludes zero", () => {
  expect(judge(claim([1, 2, 3, 4], [1.1, 2.2, 3.1, 4.2]))).toEqual({
    conclusion: "real",
    difference: { mean: expect.closeTo(0.15), low: expect.closeTo(0.1), high: expect.closeTo(0.2) },
  });
  expect(judge(claim([1, 2, 3, 4], [1.1, 1.9, 3.1, 3.9])).conclusion).toBe("not separated");
  expect(judge(claim([1.1, 2.2, 3.1], [1, 2, 3])).conclusion).toBe("opposite");
});

test("runs that diverged to no finite value separate nothing", () => {
  expect(judge(claim([1, 2], [NaN, 3])).conclusion).toBe("not separated");
});

test("sets of runs without equal seeds are refused", () => {
  expect(() => judge(claim([1], [1, 2]))).toThrow("1 runs against 2");
});
