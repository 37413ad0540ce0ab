import { ndarray, type NDArray, random, rows } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { paritySamples } from "../points/parity.fixture.ts";
import { frechetDistance } from "./frechet-distance.ts";
import { type MomentsOfHalves, summarizeFeatures } from "./summary.ts";

/** Moments of features that are added in batches of 37, and held only up to `limit` numbers. */
function momentsOf(x: NDArray, limit?: number): MomentsOfHalves {
  const count = x.shape[0]!;
  const summary = summarizeFeatures(count, limit);
  for (let start = 0; start < count; start += 37) summary.add(rows(x, start, Math.min(count, start + 37)));
  return summary.moments();
}

const accumulated = (x: NDArray) => momentsOf(x, 0);
const relativeError = (value: number, expected: number) => Math.abs(value / expected - 1);

describe("accumulated covariances", () => {
  test.each([
    [200, 300, 8, 0.315182064886],
    [500, 400, 32, 1.06101087102],
    [600, 600, 64, 2.01181023615],
  ])("of %d and %d samples in %d dimensions give scipy's distance", (n, m, d, expected) => {
    const [x, y] = [accumulated(paritySamples(n, d, 1, 1, 0)), accumulated(paritySamples(m, d, 2, 1.5, 0.1))];
    expect(relativeError(frechetDistance(x.all, y.all), expected)).toBeLessThan(1e-8);
  });

  test.each([600, 601])("of %d samples and of their halves give the distances of held samples", (count) => {
    const [x, y] = [paritySamples(count, 7, 1, 1, 0), momentsOf(paritySamples(300, 7, 2, 1.5, 0.1))];
    const distances = ({ all, halves }: MomentsOfHalves) =>
      [all, ...halves].map((each) => frechetDistance(each, y.all));
    const expected = distances(momentsOf(x));
    distances(accumulated(x)).forEach((value, i) => expect(relativeError(value, expected[i]!)).toBeLessThan(1e-9));
  });

  test("lose no digits to a mean of 10,000 standard deviations", () => {
    const count = 3_000;
    // Multiples of 1/16, so that the float32 features are exact.
    const noise = Float64Array.from(random(0, "x").integers(2 * count, 33), (i) => (i - 16) / 16);
    const x = ndarray(
      [count, 2],
      Float32Array.from(noise, (value) => value + 10_000),
    );
    const centred = momentsOf(ndarray([count, 2], Float32Array.from(noise)));
    const traceOf = ({ all: { factor } }: MomentsOfHalves) =>
      factor.flatMap((row) => [...row]).reduce((sum, value) => sum + value ** 2, 0);
    expect(relativeError(traceOf(accumulated(x)), traceOf(centred))).toBeLessThan(1e-12);
  });

  test("of constant and duplicate features need no special case", () => {
    const values = random(0, "x").normal(300);
    const x = ndarray(
      [300, 3],
      Float32Array.from({ length: 900 }, (_, i) => (i % 3 === 1 ? 5 : values[Math.floor(i / 3)]!)),
    );
    const { all } = accumulated(x);
    expect(all.factor).toHaveLength(1);
    expect(frechetDistance(all, momentsOf(x).all)).toBeCloseTo(0, 10);
  });

  test("of features that are not finite give a distance that is not finite", () => {
    const x = paritySamples(100, 3, 1, 1, 0);
    const broken = ndarray(
      x.shape,
      x.data.map((value, i) => (i === 50 ? NaN : value)),
    );
    expect(frechetDistance(accumulated(broken).all, momentsOf(x).all)).toBeNaN();
  });
});

test("a set with fewer samples than features in a half is held, because its covariance is singular", () => {
  const x = paritySamples(20, 30, 1, 1, 0);
  expect(accumulated(x)).toEqual(momentsOf(x));
});
