import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Samples are their own features: metrics of features then compare points, or pixels. */
export default definePlugin({
  role: "extractor",
  summary: "The samples themselves",
  options: z.strictObject({}),
  create: () => ({
    weights: () => ({}),
    extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }),
  }),
});
