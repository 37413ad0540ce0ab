import fc from "fast-check";
import { expect, test } from "vitest";
import { axisFor } from "./value-axis.ts";

test.each([
  ["in one decade", [1, 2, 9], "linear"],
  ["over several decades", [0.01, 1, 30], "log"],
  ["of both signs", [-1, 0.5, 2], "linear"],
  ["of both signs with a spike", [-0.1, 0.2, 0.1, 0.3, -0.2, 90], "symlog"],
  ["that are equal", [3, 3, 3], "linear"],
  ["of an empty list", [], "linear"],
])("values %s have a %s axis", (_, values, type) => expect(axisFor(values as number[]).scale.type).toBe(type));

test("ticks are the round numbers of the range", () => {
  expect(axisFor([0.8, 25]).axis.values).toEqual([1, 2, 5, 10, 20]);
  expect(axisFor([0.001, 900]).axis.values).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
  expect(axisFor([-2, 0.3, 0.3, 0.3, -0.3, 60]).axis.values).toEqual([-1, 0, 1, 10]);
});

test("a logarithmic axis has 2 to 12 ticks, all in the range", () => {
  const range = fc.tuple(
    fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
    fc.double({ min: 11, max: 1e12, noNaN: true }),
  );
  fc.assert(
    fc.property(range, ([low, ratio]) => {
      const { values = [] } = axisFor([low, low * ratio]).axis;
      expect(values.length).toBeGreaterThan(1);
      expect(values.length).toBeLessThan(13);
      for (const value of values) expect(value >= low && value <= low * ratio).toBe(true);
    }),
  );
});

test("an axis of counts has no ticks between them", () => {
  expect(axisFor([0, 1, 2]).axis).toMatchObject({ tickMinStep: 1 });
  expect(axisFor([0, 0.5, 2]).axis).not.toHaveProperty("tickMinStep");
});
