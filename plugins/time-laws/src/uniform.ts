import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** `t ~ U[min, max]`, in the schedule's own time. */
export default definePlugin({
  role: "timeLaw",
  summary: "uniform in the schedule's time",
  options: z
    .strictObject({
      min: z.number().nonnegative().default(0.001),
      max: z.number().positive().default(0.999),
    })
    .refine(({ min, max }) => min < max, "min must be below max"),
  create: ({ min, max }) => ({
    quantile: (u) => min + u * (max - min),
  }),
});
