import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Tensor4D } from "@tensorflow/tfjs";
import { definePlugin, tf, TweedieError } from "@tweedie/core";
import { z } from "zod";

/**
 * Any network in an ONNX file, such as the Inception network of the customary Fréchet distance, which is yours to supply.
 *
 * Images in [-1, 1] are resized (bilinear, half-pixel centres), grey ones repeated in every channel, and scaled to `range`.
 */
export default definePlugin({
  role: "extractor",
  summary: "A network in an ONNX file, such as Inception",
  options: z.strictObject({
    path: z.string().min(1).meta({ format: "path" }).describe("the .onnx file"),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits, as sha256sum prints them")
      .describe("of the file, as sha256sum prints it: values measured with another network do not compare"),
    size: z.int().positive().max(4_096).default(299).describe("pixels a side that it takes"),
    channels: z.literal([1, 3]).default(3).describe("that it takes"),
    layout: z.enum(["nchw", "nhwc"]).default("nchw").describe("of its input: channels first, as PyTorch's, or last"),
    range: z
      .tuple([z.number(), z.number()])
      .default([0, 255])
      .describe("its values of black and white; whole numbers where it takes uint8"),
    batch: z.int().positive().max(4_096).default(32).describe("images of one call"),
    features: z.string().optional().describe("the output with the features; the first if left out"),
    classes: z
      .strictObject({ output: z.string(), count: z.int().min(2) })
      .optional()
      .describe("the output with the logarithms of the classes' probabilities, and how many they are"),
  }),
  uses: ["data"],
  create({ path, sha256, size, channels, layout, range: [black, white], batch, features, classes }, { shape }) {
    const found = shape[2] ?? 0;
    if (shape.length !== 3 || (found !== channels && found !== 1)) {
      const what = `extractors/onnx looks at images of ${channels === 1 ? "1 channel" : "1 or 3 channels"}, not at [${shape.join(", ")}]`;
      throw new TweedieError({ where: "evaluate.extractor", what });
    }
    if (!existsSync(path)) {
      const fix = "the network is not shipped: put the ONNX file there, or name another path";
      throw new TweedieError({ where: "evaluate.extractor.path", what: `there is no file ${path}`, fix });
    }
    return {
      ...(classes && { classes: classes.count }),
      model: () => readVerified(path, sha256),
      batch,
      outputs: {
        ...(features !== undefined && { features }),
        ...(classes && { classes: classes.output }),
      },
      prepare(x) {
        const isResized = x.shape[1] !== size || x.shape[2] !== size;
        const resized = isResized ? tf.image.resizeBilinear(x as Tensor4D, [size, size], false, true) : x;
        const coloured = found === channels ? resized : resized.tile([1, 1, 1, channels]);
        const scaled = coloured
          .add(1)
          .mul((white - black) / 2)
          .add(black); // [b, size, size, channels]
        return layout === "nhwc" ? scaled : scaled.transpose([0, 3, 1, 2]);
      },
    };
  },
});

function readVerified(path: string, sha256: string): Uint8Array {
  const bytes = readFileSync(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === sha256) return bytes;
  throw new TweedieError({
    where: path,
    what: `has the SHA-256 ${found}, and the experiment asks for ${sha256}`,
    fix: "use the file that the experiment means, or write the new sum into it",
  });
}
