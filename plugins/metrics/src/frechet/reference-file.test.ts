import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { ndarray, random } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, describe, expect, test } from "vitest";
import frechet from "../frechet.ts";
import { paritySamples } from "../points/parity.fixture.ts";
import { readReference, referenceMoments } from "./reference-file.ts";

// Statistics of 500 samples in 16 dimensions, by tools/parity/metrics.py.
const path = fileURLToPath(new URL("reference.fixture.npz", import.meta.url));
const samples = paritySamples(400, 16, 1, 1, 0);
const measure = (reference: string, x = samples) =>
  frechet.create({ reference }).measure(x, ndarray([0, 16], new Float32Array()), random(0, "metric"));

test("the distance to the statistics of a file equals scipy's, and no reference samples are needed", () => {
  const { fd, fdUnbiased } = measure(path);
  expect(Math.abs(fd! / 0.125910866157 - 1)).toBeLessThan(1e-8);
  const expected = 2 * 0.125910866157 - (0.129064433878 + 0.127480581974) / 2;
  expect(Math.abs(fdUnbiased! / expected - 1)).toBeLessThan(1e-8);
});

test("the factor gives the covariance of the file, in float64", () => {
  const { mean, factor } = readReference(path);
  const samples = paritySamples(500, 16, 3, 1.2, 0.05);
  const column = (j: number) => Float64Array.from({ length: 500 }, (_, i) => samples.data[16 * i + j]!);
  const average = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0) / 500;
  const [a, b] = [column(0), column(5)];
  const covariance = a.reduce((sum, x, i) => sum + (x - average(a)) * (b[i]! - average(b)), 0) / 499;
  expect(mean[5]).toBeCloseTo(average(b), 14);
  expect(factor.reduce((sum, row) => sum + row[0]! * row[5]!, 0)).toBeCloseTo(covariance, 14);
});

describe("errors", () => {
  const array = (shape: number[], ...data: number[]) => ({ shape, data: Float64Array.from(data) });
  const mu = array([2], 0, 0);
  const sigma = (...data: number[]) => array([2, 2], ...data);
  test.each([
    [
      "a mean that is no vector",
      array([1, 2], 0, 0),
      sigma(1, 0, 0, 1),
      "mu has the shape [1, 2], not that of a vector",
    ],
    ["an empty mean", array([0]), array([0, 0]), "mu has the shape [0], not that of a vector"],
    [
      "a covariance of another size",
      mu,
      array([3, 3], ...Array<number>(9).fill(0)),
      "shape [3, 3]; by mu it is [2, 2]",
    ],
    ["a vector of variances", mu, array([2], 1, 1), "shape [2]; by mu it is [2, 2]"],
    ["numbers that are not finite", mu, sigma(1, 0, 0, Infinity), "sigma has numbers that are not finite"],
    ["a matrix that is not symmetric", mu, sigma(1, 0.5, 0.4, 1), "not a covariance: it is not symmetric"],
    ["a negative variance", mu, sigma(1, 0, 0, -0.01), "not a covariance: it is not positive semidefinite"],
    ["a correlation above 1", mu, sigma(1, 1.1, 1.1, 1), "not a covariance: it is not positive semidefinite"],
    ["covariances without variances", mu, sigma(0, 1, 1, 0), "not a covariance: it is not positive semidefinite"],
  ])("%s is refused", (_, mu, sigma, message) => {
    expect(() => referenceMoments(mu, sigma, "reference.npz")).toThrow(message);
  });

  test("a singular covariance is none", () => {
    expect(referenceMoments(mu, sigma(1, 1, 1, 1), "reference.npz").factor).toHaveLength(1);
    expect(referenceMoments(mu, sigma(0, 0, 0, 0), "reference.npz").factor).toHaveLength(0);
  });

  // numpy.savez_compressed(file, mu=zeros(2))
  const incomplete = Buffer.from(
    "UEsDBC0AAAAIAAAAIQBumbIo//////////8GABQAbXUubnB5AQAQAJAAAAAAAAAARwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBjQAAFBLAQItAy0AAAAIAAAAIQBumbIoRwAAAJAAAAAGAAAAAAAAAAAAAACAAQAAAABtdS5ucHlQSwUGAAAAAAEAAQA0AAAAfwAAAAAA",
    "base64",
  );
  const folder = temporaryFolder({ "incomplete.npz": incomplete, "text.npz": "mu, sigma" }, afterAll);
  test("a missing array, another format and a missing file are named", () => {
    expect(() => measure(join(folder, "incomplete.npz"))).toThrow(/has no array sigma\n.*use one of mu/);
    expect(() => measure(join(folder, "text.npz"))).toThrow(/a zip archive \(\.npz\)/);
    const missing = join(folder, "absent.npz");
    expect(() => frechet.create({ reference: missing })).toThrow(`there is no file ${missing}`);
  });

  test("statistics of another number of features are refused", () => {
    expect(() => measure(path, paritySamples(40, 8, 1, 1, 0))).toThrow(
      "has statistics of 16 features, but the extractor has 8",
    );
  });
});
