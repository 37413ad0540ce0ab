import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Linear interpolation between data and noise: `alphaBar = 1 - t`, `betaBar = t` for t in (0, 1). Liu et al., arXiv 2209.03003. */
export default definePlugin({
  role: "schedule",
  summary: "Linear interpolation between data and noise (rectified flow)",
  aliases: ["flow-matching", "rf", "reflow", "fm", "linear-interpolant", "ot", "sd3", "flux"],
  options: z.strictObject({}),
  create: () => ({
    amplitudes: (t) => ({ alphaBar: 1 - t, betaBar: t }),
    timeOf: (sigma) => sigma / (1 + sigma),
  }),
});
