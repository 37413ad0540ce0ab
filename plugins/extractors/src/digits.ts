import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { definePlugin, TweedieError } from "@tweedie/core";
import { decodeSafetensors } from "@tweedie/formats";
import { z } from "zod";
import { classCount, classify, side } from "./digits/classifier.ts";

/**
 * A small classifier of handwritten digits, trained on the 9,015 digits that `datasets/mnist` trains on.
 *
 * Of the 985 that it holds out it knows 974 at 28 pixels, 973 at 14 and 958 at 7. `tools/digit-extractor` trains it.
 */
export default definePlugin({
  role: "extractor",
  summary: "A small classifier of handwritten digits of 28, 14 or 7 pixels a side",
  options: z.strictObject({
    weights: z
      .literal(["70fe7ad2"])
      .default("70fe7ad2")
      .describe("first digits of the SHA-256 of the weights: values measured with others do not compare"),
  }),
  uses: ["data"],
  create({ weights }, { shape }) {
    const [height = 0, width, channels] = shape;
    if (shape.length !== 3 || height !== width || channels !== 1 || side % height !== 0) {
      throw new TweedieError({
        where: "evaluate.extractor",
        what: `extractors/digits looks at grey squares of 28, 14 or 7 pixels a side, not at [${shape.join(", ")}]`,
        fix: "extractors/onnx, with a network for such samples",
      });
    }
    return { classes: classCount, weights: () => readWeights(weights), extract: classify };
  },
});

function readWeights(version: string) {
  const file = new URL(`./digits/${version}.safetensors`, import.meta.url);
  const bytes = readFileSync(file);
  if (!createHash("sha256").update(bytes).digest("hex").startsWith(version)) {
    throw new TweedieError({ where: file.pathname, what: "is not as it was shipped", fix: "install it again: npm ci" });
  }
  return decodeSafetensors(bytes, file.pathname).arrays;
}
