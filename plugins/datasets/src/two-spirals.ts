import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { curveDataset } from "./builders/curve-dataset.ts";

/** Two interleaved spirals from the centre to radius 1, plus noise. */
export default definePlugin({
  role: "data",
  summary: "Two interleaved spirals with noise",
  aliases: ["spirals", "spiral", "pinwheel"],
  options: z.strictObject({
    turns: z.number().positive().default(1.5).describe("Turns of each spiral."),
    noise: z.number().nonnegative().default(0.02).describe("Standard deviation of the noise around the spirals."),
  }),
  create: ({ turns, noise }) =>
    curveDataset((u) => {
      const arm = u < 0.5 ? 1 : -1;
      const radius = Math.sqrt((2 * u) % 1); // the square root makes the density even along the arm
      const angle = 2 * Math.PI * turns * radius;
      return [arm * radius * Math.cos(angle), arm * radius * Math.sin(angle)];
    }, noise),
});
