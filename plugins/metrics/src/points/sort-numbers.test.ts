import { random } from "@tweedie/core";
import { expect, test } from "vitest";
import { sortNumbers } from "./sort-numbers.ts";

const stream = random(0, "numbers");
const normal = (count: number, scale = 1) => Float64Array.from(stream.normal(count), (x) => x * scale + 1e-12 * x);

test.each([
  ["no numbers", new Float64Array(0)],
  ["few", normal(20)],
  ["of both signs", normal(5_000)],
  ["equal in their upper 32 bits", normal(2_000).map((x) => 1 + 1e-9 * x)],
  ["of all magnitudes", normal(3_000).map((x) => Math.sign(x) * 10 ** (100 * x))],
  [
    "repeated, infinite and subnormal",
    normal(2_000).map((_, i) => [0, -0, 1, -1, 1 / 0, -1 / 0, 5e-324, -5e-324][i % 8]!),
  ],
  ["sorted", normal(2_000).sort()],
  ["reversed", normal(2_000).sort().reverse()],
])("sorts like the array's own method: numbers %s", (_, numbers) => {
  const repeated = Float64Array.from([...numbers, ...numbers, ...numbers.slice(0, 300)]);
  const expected = repeated.slice().sort();
  expect(sortNumbers(repeated)).toBe(repeated);
  expect(repeated).toEqual(expected);
});

test("sorts a part of a larger buffer and leaves the rest", () => {
  const whole = normal(6_000);
  const [before, after] = [whole.slice(0, 100), whole.slice(5_900)];
  sortNumbers(whole.subarray(100, 5_900));
  expect(whole.slice(0, 100)).toEqual(before);
  expect(whole.slice(5_900)).toEqual(after);
  expect(whole.slice(100, 5_900)).toEqual(whole.slice(100, 5_900).sort());
});
