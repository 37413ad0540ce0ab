import { definePlugin, type Dimension, type Observation, type Point, type Random, type Space } from "@tweedie/core";
import { z } from "zod";
import { drawPoint } from "./space/draw-point.ts";
import { parzen } from "./tpe/parzen.ts";
import { split } from "./tpe/split.ts";

/**
 * The tree-structured Parzen estimator: draws candidates from the density of good configurations, and takes the one that is
 * likeliest there against the density of all others.
 *
 * Bergstra et al., "Algorithms for Hyper-Parameter Optimization" (NIPS 2011), with the choices of Optuna 5's `TPESampler`.
 */
export default definePlugin({
  role: "sampler",
  summary: "Draws where configurations were good before (TPE)",
  options: z.strictObject({
    startup: z.int().min(1).default(10).describe("Configurations that are drawn at random first."),
    candidates: z.int().min(1).max(10_000).default(24).describe("Draws of which the best is taken."),
    multivariate: z.boolean().default(true).describe("Parameters together, and not one by one."),
  }),
  create: ({ startup, candidates, multivariate }) => ({
    suggest: ({ space, random, history }) => {
      const known = history();
      if (known.filter(({ status }) => status !== "running").length < startup) return drawPoint(space, random);
      return groupsOf(space, multivariate).reduce<Point>((point, group, index) => {
        const { when } = group[0]!;
        if (when && point[when.name] !== when.choice) return point;
        const own = random.child(`group.${index}`);
        return { ...point, ...best(group, known, { random: own, candidates }) };
      }, {});
    },
  }),
});

/** Dimensions that are drawn together: each alone, or all that have the same condition. */
function groupsOf(space: Space, isJoint: boolean): readonly Space[] {
  if (!isJoint) return space.map((dimension) => [dimension]);
  const keyOf = ({ when }: Dimension) => (when ? `${when.name}=${when.choice}` : "");
  return [...new Set(space.map(keyOf))].map((key) => space.filter((dimension) => keyOf(dimension) === key));
}

/** The candidate with the greatest ratio of the two densities. */
function best(
  group: Space,
  known: readonly Observation[],
  { random, candidates }: { random: Random; candidates: number },
): Point {
  // Elsewhere in the tree the dimensions have no place.
  const { good, rest } = split(known.filter(({ point }) => group.every(({ name }) => name in point)));
  const [likely, unlikely] = [parzen(group, good), parzen(group, rest)];
  const shares = random.uniform(candidates * (group.length + 1));
  const scored = Array.from({ length: candidates }, (_, index) => {
    const from = index * (group.length + 1);
    const point = likely.draw([...shares.subarray(from, from + group.length + 1)]);
    return { point, score: likely.logDensity(point) - unlikely.logDensity(point) };
  });
  return scored.reduce((a, b) => (b.score > a.score ? b : a)).point;
}
