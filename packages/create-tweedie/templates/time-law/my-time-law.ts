import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** The distribution of the time in training, given by its quantile function. This example is a power of a uniform variable. */
export default definePlugin({
  role: "timeLaw",
  summary: "power of a uniform variable between two times",
  options: z
    .strictObject({
      min: z.number().positive().default(0.02).describe("earliest time"),
      max: z.number().positive().default(2).describe("latest time"),
      power: z.number().positive().default(2).describe("1: uniform; a larger power makes early times more frequent"),
    })
    .refine(({ min, max }) => min < max, "min must be below max"),
  create: ({ min, max, power }) => ({
    quantile: (u) => min + (max - min) * u ** power,
  }),
});
