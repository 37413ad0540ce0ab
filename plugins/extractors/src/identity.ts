import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Identity features: metrics of features compare the coordinates or pixels themselves. */
export default definePlugin({
  role: "extractor",
  summary: "The samples themselves as features",
  options: z.strictObject({}),
  create: () => ({
    weights: () => ({}),
    extract: (_, x) => ({ features: x.reshape([x.shape[0]!, -1]) }),
  }),
});
