import { expect, test } from "vitest";
import type { Claim } from "./claim.ts";
import { reproduce } from "./reproduce.ts";

const claim = (text: string, lower: readonly number[], higher: readonly number[]): Claim => ({
  ...{ text, lower, higher, digits: 1 },
});
const committed = [claim("a is lower than b", [1, 2, 3], [4, 5, 6.5])];

test("a difference of the same sign is reproduced", () => {
  expect(reproduce(committed, [claim("a is lower than b", [1, 2], [2, 3.5])])).toEqual([
    {
      outcome: "reproduced",
      line: "reproduced: a is lower than b: 1.3 (1.0 to 1.5), stated 3.2 (3.0 to 3.5)",
    },
  ]);
});

test.each([
  ["the other sign", claim("a is lower than b", [5, 6], [4, 5])],
  ["the other order in its text", claim("b is lower than a", [4, 5], [5, 6])],
  ["no finite value", claim("a is lower than b", [NaN, 6], [4, 5])],
])("a claim with %s is not reproduced", (_, short) => {
  expect(reproduce(committed, [short]).map(({ outcome }) => outcome)).toEqual(["not reproduced"]);
});

test("a claim on committed results was not run", () => {
  expect(reproduce(committed, committed).map(({ outcome }) => outcome)).toEqual(["not run"]);
});

test("claims that are not real are left out", () => {
  expect(reproduce([claim("a is lower than b", [1, 2], [0.5, 3])], [])).toEqual([]);
});
