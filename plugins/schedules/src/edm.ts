import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Variance exploding schedule: `alphaBar = 1`, `betaBar = t = sigma`. Karras et al., arXiv 2206.00364, table 1. */
export default definePlugin({
  role: "schedule",
  summary: "Variance exploding, time is the standard deviation of the noise (EDM)",
  aliases: ["ve", "karras", "variance-exploding", "smld", "ncsn"],
  options: z.strictObject({}),
  create: () => ({
    amplitudes: (t) => ({ alphaBar: 1, betaBar: t }),
    timeOf: (sigma) => sigma,
  }),
});
