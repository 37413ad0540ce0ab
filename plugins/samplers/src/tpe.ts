import {
  definePlugin,
  type Dimension,
  type Observation,
  type Random,
  type SearchPoint,
  type SearchSpace,
} from "@tweedie/core";
import { z } from "zod";
import { drawPoint, isActive } from "./space/points.ts";
import { parzenEstimate } from "./tpe/parzen.ts";
import { splitObservations } from "./tpe/split.ts";

/**
 * Tree-structured Parzen estimator: draws candidates from the density of good configurations, and suggests the one with the greatest
 * ratio of that density to the density of all others.
 *
 * Bergstra et al., "Algorithms for Hyper-Parameter Optimization" (NIPS 2011), with the settings of Optuna 5's `TPESampler`.
 */
export default definePlugin({
  role: "sampler",
  summary: "Tree-structured Parzen estimator (TPE): draws near good configurations",
  aliases: ["bayes", "optuna", "bayesian", "parzen"],
  options: z.strictObject({
    startup: z.int().min(1).default(10).describe("Number of random configurations at the start."),
    candidates: z.int().min(1).max(10_000).default(24).describe("Number of candidates per suggestion."),
    multivariate: z
      .boolean()
      .default(true)
      .describe("Joint model of all parameters; false: each parameter is modelled independently."),
  }),
  create: ({ startup, candidates, multivariate }) => ({
    suggest: ({ space, random, history }) => {
      const known = history();
      if (known.filter(({ status }) => status !== "running").length < startup) return drawPoint(space, random);
      return groupsOf(space, multivariate).reduce<SearchPoint>((point, group, index) => {
        if (!isActive(group[0]!, point)) return point;
        const own = random.child(`group.${index}`);
        return { ...point, ...bestCandidate(group, known, { random: own, candidates }) };
      }, {});
    },
  }),
});

/** Dimensions that are drawn together: each alone, or jointly all that have the same condition. */
function groupsOf(space: SearchSpace, isJoint: boolean): readonly SearchSpace[] {
  if (!isJoint) return space.map((dimension) => [dimension]);
  const keyOf = ({ when }: Dimension) => (when ? `${when.name}=${when.choice}` : "");
  return [...new Set(space.map(keyOf))].map((key) => space.filter((dimension) => keyOf(dimension) === key));
}

/** The candidate with the greatest ratio of the two densities. */
function bestCandidate(
  group: SearchSpace,
  known: readonly Observation[],
  { random, candidates }: { random: Random; candidates: number },
): SearchPoint {
  // Only observations that have these dimensions: in others their condition is not met.
  const { good, rest } = splitObservations(known.filter(({ point }) => group.every(({ name }) => name in point)));
  const [likely, unlikely] = [parzenEstimate(group, good), parzenEstimate(group, rest)];
  const probabilities = random.uniform(candidates * (group.length + 1));
  const scored = Array.from({ length: candidates }, (_, index) => {
    const from = index * (group.length + 1);
    const point = likely.draw([...probabilities.subarray(from, from + group.length + 1)]);
    return { point, score: likely.logDensity(point) - unlikely.logDensity(point) };
  });
  return scored.reduce((a, b) => (b.score > a.score ? b : a)).point;
}
