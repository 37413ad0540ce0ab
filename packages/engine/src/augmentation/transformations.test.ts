import { random } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { augment } from "./augment-settings.ts";
import { drawTransformations, labelsOf, type Transformation } from "./transformations.ts";

const draw = (settings: object, count = 200, stream = "augment"): readonly Transformation[] =>
  drawTransformations(augment("").parse(settings)!, random(0, stream), count);

const identity: Transformation = { xflip: 0, yflip: 0, scale: 0, rotate: 0, aniso: [0, 0], translate: [0, 0] };

describe("transformations with a probability of 0.12", () => {
  const drawn = draw({ probability: 0.12 }, 20_000);
  const all = (value: (each: Transformation) => number) => drawn.map(value);
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const fraction = (value: (each: Transformation) => number) => mean(all((each) => Number(value(each) !== 0)));

  test("horizontal flips change half of all samples, vertical ones half of 12 %", () => {
    expect(fraction(({ xflip }) => xflip)).toBeCloseTo(0.5, 1);
    expect(Math.abs(fraction(({ yflip }) => yflip) - 0.06)).toBeLessThan(0.01);
  });

  test.each([
    ["scale", ({ scale }: Transformation) => scale],
    ["rotate", ({ rotate }: Transformation) => rotate],
    ["aniso", ({ aniso }: Transformation) => aniso[0]],
    ["translate to the right", ({ translate }: Transformation) => translate[0]],
    ["translate down", ({ translate }: Transformation) => translate[1]],
  ])("%s is applied to 12 % of the samples", (_, value) => {
    expect(Math.abs(fraction(value) - 0.12)).toBeLessThan(0.01);
  });

  test("exponents and shifts are standard normal, angles uniform on a whole turn", () => {
    const applied = (value: (each: Transformation) => number) => all(value).filter((x) => x !== 0);
    for (const value of [({ scale }: Transformation) => scale, ({ aniso }: Transformation) => aniso[0]]) {
      expect(Math.abs(mean(applied(value)))).toBeLessThan(0.1);
      expect(Math.abs(mean(applied(value).map((x) => x ** 2)) - 1)).toBeLessThan(0.1);
    }
    const angles = applied(({ rotate }) => rotate);
    expect(Math.max(...angles.map(Math.abs))).toBeLessThan(Math.PI);
    expect(mean(angles.map((x) => (x / Math.PI) ** 2))).toBeCloseTo(1 / 3, 1);
  });

  test("half of the axes of anisotropic scaling are rotated", () => {
    expect(fraction(({ aniso }) => aniso[1])).toBeCloseTo(0.5, 1);
  });

  test("transformations are applied independently of each other", () => {
    const both = mean(all(({ scale, rotate }) => Number(scale !== 0 && rotate !== 0)));
    expect(Math.abs(both - 0.12 ** 2)).toBeLessThan(0.005);
  });
});

test("a transformation that is not listed is the identity, and the others are unchanged", () => {
  const [all, some] = [draw({ probability: 0.5 }), draw({ probability: 0.5, transformations: ["xflip", "rotate"] })];
  all.forEach(({ xflip, rotate }, i) => {
    expect(some[i]).toEqual({ ...identity, xflip, rotate, aniso: [0, expect.any(Number)] });
  });
});

test("a probability of 0 is the identity, and labels of the identity are zero", () => {
  for (const each of draw({ probability: 0 })) {
    expect(each).toEqual({ ...identity, aniso: [0, expect.any(Number)] });
    expect(labelsOf(each).every((label) => label === 0)).toBe(true);
  }
});

test("another stream draws other transformations, and the same stream the same", () => {
  const settings = { probability: 0.5 };
  expect(draw(settings)).toEqual(draw(settings));
  expect(draw(settings)).not.toEqual(draw(settings, 200, "other"));
});
