import { precisions } from "@tweedie/graph";
import { z } from "zod";

/** Key `precision`. The default, written out, is the same experiment as without it. */
export const precision = z
  .enum(precisions)
  .optional()
  .transform((value) => (value === "float32" ? undefined : value))
  .describe(
    "Numbers in matrix products and convolutions: float32; tf32: a GPU may round factors to 10 bits; bfloat16: factors are rounded to 7 bits. All else is float32. Default: float32.",
  )
  .meta({
    example: "bfloat16",
    aliases: ["dtype", "amp", "mixed_precision", "autocast"],
    synonyms: {
      bf16: ["bfloat16"],
      fp16: ["bfloat16"],
      float16: ["bfloat16"],
      half: ["bfloat16"],
      fp32: ["float32"],
      full: ["float32"],
    },
  });
