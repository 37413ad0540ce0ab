import { expect, test } from "vitest";
import { weight, weightAt, weightDraws } from "./weight.ts";

const at = (written: unknown, iterations: readonly number[]) =>
  iterations.map((iteration) => weightAt(weight.parse(written), iteration));

test("a schedule is 0 before its start, rises linearly over its ramp, and is 0 after its end", () => {
  const schedule = { value: 2, start: 10, ramp: 4, end: 20 };
  expect(at(schedule, [1, 9, 10, 11, 12, 13, 14, 20, 21])).toEqual([0, 0, 0.5, 1, 1.5, 2, 2, 2, 0]);
});

test("without start, ramp and end it is constant", () => {
  expect(at({ value: -0.3 }, [1, 2, 1e6])).toEqual([-0.3, -0.3, -0.3]);
  expect(at(-0.3, [1, 2, 1e6])).toEqual([-0.3, -0.3, -0.3]);
});

test("a schedule draws its weight in each iteration, a number draws nothing", () => {
  const drawn = weightDraws("w", weight.parse({ value: 3, start: 5 }), 5)["w"]!;
  expect([...drawn.data]).toEqual([3]);
  expect(drawn.shape).toEqual([]); // no extent is the batch: every micro-batch gets it
  expect(weightDraws("w", 3, 5)).toEqual({});
});

test.each([{ value: 1, start: 5, end: 4 }, { start: 5 }, { value: 1, start: 0 }, { value: 1, ramp: -1 }, "1"])(
  "refuses %o",
  (written) => expect(weight.safeParse(written).success).toBe(false),
);
