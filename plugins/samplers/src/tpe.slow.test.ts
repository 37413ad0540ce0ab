import { describe, expect, test } from "vitest";
import randomSampler from "./random.ts";
import tpe from "./tpe.ts";
import { branin, hartmann, logRegrets } from "./tpe/test-functions.fixture.ts";

describe.each([
  ["Branin", branin],
  ["Hartmann 6", hartmann],
])("%s in 100 trials, seeds 0 to 19", (_, testFunction) => {
  test.each([false, true])("TPE finds lower values than random search, multivariate: %s", (multivariate) => {
    const sampler = tpe.create({ startup: 10, candidates: 24, multivariate });
    const [found, drawn] = [sampler, randomSampler.create({})].map((each) =>
      logRegrets(each, testFunction, { budget: 100, seeds: 20 }),
    );
    const gains = drawn!.map((regret, seed) => regret - found![seed]!);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
    // One-sided paired t test: 2.539 is the 0.99 quantile of Student's t with 19 degrees of freedom.
    expect(mean / Math.sqrt(variance / gains.length)).toBeGreaterThan(2.539);
  });
});
