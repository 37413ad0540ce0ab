import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Amplitudes of signal and noise as functions of time. In this example the noise grows exponentially. */
export default definePlugin({
  role: "schedule",
  summary: "variance exploding, exponential in time",
  options: z
    .strictObject({
      min: z.number().positive().default(0.002).describe("noise-to-signal ratio at t = 0"),
      max: z.number().positive().default(80).describe("noise-to-signal ratio at t = 1"),
    })
    .refine(({ min, max }) => min < max, "min must be below max"),
  create: ({ min, max }) => ({
    amplitudes: (t) => ({ alphaBar: 1, betaBar: min * (max / min) ** t }),
    timeOf: (sigma) => Math.log(sigma / min) / Math.log(max / min),
  }),
});
