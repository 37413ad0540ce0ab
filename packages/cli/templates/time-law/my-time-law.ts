import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** The law of the time in training, by its quantiles. To begin with it is a power of a uniform number. */
export default definePlugin({
  role: "timeLaw",
  summary: "a power of a uniform number, between two times",
  options: z
    .strictObject({
      min: z.number().positive().default(0.02),
      max: z.number().positive().default(2),
      power: z.number().positive().default(2).describe("1 is uniform; more makes small times more frequent"),
    })
    .refine(({ min, max }) => min < max, "min must be below max"),
  create: ({ min, max, power }) => ({
    quantile: (u) => min + (max - min) * u ** power,
  }),
});
