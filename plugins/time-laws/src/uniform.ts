import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** `t ~ U[min, max]`, in the time of the schedule. */
export default definePlugin({
  role: "timeLaw",
  summary: "Uniform distribution of the schedule's time",
  options: z
    .strictObject({
      min: z.number().nonnegative().default(0.001).describe("Lowest time."),
      max: z.number().positive().default(0.999).describe("Highest time."),
    })
    .refine(({ min, max }) => min < max, "min must be below max"),
  create: ({ min, max }) => ({
    quantile: (u) => min + u * (max - min),
  }),
});
