import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { definePlugin, TweedieError } from "@tweedie/core";
import { fileLimits, readRegularFileSync } from "@tweedie/core/files";
import { z } from "zod";
import { prepareImages, resizings } from "./images/prepare-images.ts";

/**
 * A network in an ONNX file that the user supplies, such as the Inception network of FID.
 *
 * Images in [-1, 1] are rounded to 8 bits, resized, repeated in every channel if they are grey, and scaled to `range`.
 */
export default definePlugin({
  role: "extractor",
  summary: "A network in an ONNX file, such as Inception",
  options: z.strictObject({
    path: z
      .string()
      .min(1)
      .meta({ format: "path" })
      .describe("Path of the .onnx file.")
      .meta({ example: "inception.onnx" }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits, as sha256sum prints them")
      .describe("SHA-256 of the file, as sha256sum prints it; metric values compare only between equal networks.")
      .meta({ example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }),
    size: z.int().positive().max(4_096).default(299).describe("Pixels a side of the network's input."),
    quantize: z
      .boolean()
      .default(true)
      .describe("Clamp pixels and round them to 8 bits first, as FID is computed from saved images."),
    resize: z
      .enum(resizings)
      .default("half-pixel")
      .describe(
        "Bilinear resizing, not smoothed: half-pixel, as in PyTorch and pytorch-fid; top-left, as in TensorFlow 1 and the network of EDM.",
      ),
    channels: z.literal([1, 3]).default(3).describe("Channels of the network's input."),
    layout: z
      .enum(["nchw", "nhwc"])
      .default("nchw")
      .describe("Layout of the network's input: channels first, as in PyTorch, or last."),
    range: z
      .tuple([z.number(), z.number()])
      .default([0, 255])
      .describe("Input values of black and white; integers for a uint8 input."),
    batch: z.int().positive().max(4_096).default(32).describe("Images per call of the network."),
    features: z
      .string()
      .optional()
      .describe("Name of the output with the features; the first output if left out.")
      .meta({ example: "features" }),
    classes: z
      .strictObject({
        output: z.string().describe("Name of the output with the class logits.").meta({ example: "logits" }),
        count: z.int().min(2).describe("Number of classes.").meta({ example: 1000 }),
      })
      .optional()
      .describe("Output of a classifier; left out, there are no classes.")
      .meta({ example: { output: "logits", count: 1000 } }),
  }),
  uses: ["data"],
  create({ path, sha256, batch, features, classes, ...preparation }, { shape }) {
    const { channels } = preparation;
    const found = shape[2] ?? 0;
    if (shape.length !== 3 || (found !== channels && found !== 1)) {
      const expected = channels === 1 ? "1 channel" : "1 or 3 channels";
      const what = `extractors/onnx needs images of ${expected}, but samples have the shape [${shape.join(", ")}]`;
      throw new TweedieError({ where: "evaluate.extractor", what });
    }
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
      const fix = "the network is not part of the package: set `path` to an ONNX file of yours";
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
      prepare: (x) => prepareImages(x, preparation),
    };
  },
});

/**
 * Reads a file.
 *
 * @throws TweedieError if it has another SHA-256.
 */
function readVerified(path: string, sha256: string): Uint8Array {
  const bytes = readRegularFileSync(path, fileLimits.arrays);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === sha256) return bytes;
  throw new TweedieError({
    where: path,
    what: `has the SHA-256 ${found}, but the experiment expects ${sha256}`,
    fix: "use the expected file, or set `sha256` to that of this file",
  });
}
