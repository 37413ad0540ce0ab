import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { curveDataset } from "./builders/curve-dataset.ts";

const innermost = 1.5 * Math.PI;
const outermost = 4.5 * Math.PI;

/** The plane section of the Swiss roll: `(t cos t, t sin t)` for t in [1.5π, 4.5π], scaled to radius 1, plus noise. */
export default definePlugin({
  role: "data",
  summary: "A spiral with noise: the plane section of the Swiss roll",
  aliases: ["swissroll-2d", "roll"],
  options: z.strictObject({
    noise: z.number().nonnegative().default(0.02).describe("Standard deviation of the noise around the spiral."),
  }),
  create: ({ noise }) =>
    curveDataset((u) => {
      const t = innermost + (outermost - innermost) * u;
      const radius = t / outermost;
      return [radius * Math.cos(t), radius * Math.sin(t)];
    }, noise),
});
