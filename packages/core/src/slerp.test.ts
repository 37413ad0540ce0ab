import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "./random.ts";
import { slerp } from "./slerp.ts";

const norm = (x: Float32Array) => Math.hypot(...x);
const unit = (x: Float32Array) => {
  const length = norm(x);
  return x.map((value) => value / length);
};
/** The angle between unit vectors, from the chord: the arccosine is inaccurate for small angles. */
const angle = (a: Float32Array, b: Float32Array) => 2 * Math.asin(norm(a.map((x, i) => x - b[i]!)) / 2);
const latent = (seed: number) => random(seed, "latent").normal(64);

test("between unit vectors the norm stays 1 and the angle is proportional to the fraction", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (i, j, fraction) => {
      fc.pre(i !== j);
      const [a, b] = [unit(latent(i)), unit(latent(j))];
      const between = slerp(a, b, fraction);
      expect(norm(between)).toBeCloseTo(1, 5);
      expect(angle(a, unit(between))).toBeCloseTo(fraction * angle(a, b), 4);
    }),
  );
});

test("starts at a and ends at b, whatever their norms", () => {
  const [a, b] = [latent(1), latent(2).map((x) => 3 * x)];
  slerp(a, b, 0).forEach((x, i) => expect(x).toBeCloseTo(a[i]!, 5));
  slerp(a, b, 1).forEach((x, i) => expect(x).toBeCloseTo(b[i]!, 5));
});

test("is linear between parallel, opposite and zero vectors", () => {
  const a = Float32Array.of(1, 2);
  expect([...slerp(a, a, 0.3)]).toEqual([...a]);
  expect([...slerp(a, Float32Array.of(-1, -2), 0.5)]).toEqual([0, 0]);
  expect([...slerp(Float32Array.of(0, 0), a, 0.5)]).toEqual([0.5, 1]);
});
