import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "./random.ts";
import { slerp } from "./slerp.ts";

const length = (x: Float32Array) => Math.hypot(...x);
/** By the chord: the cosine says little of small angles. */
const angle = (a: Float32Array, b: Float32Array) => 2 * Math.asin(length(unit(a).map((x, i) => x - unit(b)[i]!)) / 2);
const unit = (x: Float32Array) => x.map((value) => value / length(x));
const latent = (seed: number) => random(seed, "latent").normal(64);

test("between vectors of one length it keeps the length, and the angle grows evenly", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (i, j, share) => {
      fc.pre(i !== j);
      const [a, b] = [unit(latent(i)), unit(latent(j))];
      const between = slerp(a, b, share);
      expect(length(between)).toBeCloseTo(1, 5);
      expect(angle(a, between)).toBeCloseTo(share * angle(a, b), 4);
    }),
  );
});

test("begins and ends where it is told, whatever the lengths", () => {
  const [a, b] = [latent(1), latent(2).map((x) => 3 * x)];
  slerp(a, b, 0).forEach((x, i) => expect(x).toBeCloseTo(a[i]!, 5));
  slerp(a, b, 1).forEach((x, i) => expect(x).toBeCloseTo(b[i]!, 5));
});

test("on one line it is a straight line", () => {
  const a = Float32Array.of(1, 2);
  expect([...slerp(a, a, 0.3)]).toEqual([...a]);
  expect([...slerp(a, Float32Array.of(-1, -2), 0.5)]).toEqual([0, 0]);
  expect([...slerp(Float32Array.of(0, 0), a, 0.5)]).toEqual([0.5, 1]);
});
