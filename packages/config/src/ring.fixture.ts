import { join } from "node:path";
import { type FileContents, temporaryFolder } from "@tweedie/testing/projects";
import { z } from "zod";
import { mendOptions, checkSchema } from "./check/check.ts";
import { pluginBlock } from "./check/plugin-block.ts";
import { compose } from "./compose/compose.ts";
import { throwDiagnostics, type ConfigDocument } from "./compose/document.ts";

/** Composes `ring.yaml` of a temporary folder with these files. */
export const composeRing = (files: FileContents, ...overrides: string[]): Promise<ConfigDocument> =>
  compose({ file: join(temporaryFolder(files), "ring.yaml"), overrides });

const settings = z.strictObject({
  name: z.string().min(1).optional(),
  seed: z.int().min(0).default(0),
  loss: pluginBlock,
  train: z
    .strictObject({
      steps: z.int().positive().default(1000).describe("updates of the student"),
      batch: z.int().multipleOf(8).default(64),
      rate: z.number().positive().lt(1).default(1e-3),
      betas: z.tuple([z.number(), z.number()]).default([0, 0.999]),
      cosine: z.boolean().default(false),
      precision: z.enum(["float32", "float16"]).default("float32"),
      decay: z.union([z.number(), z.literal("auto")]).default("auto"),
    })
    .prefault({}),
  metrics: z
    .array(z.strictObject({ use: z.string(), samples: z.int().max(100_000).optional() }))
    .max(3)
    .default([]),
  tags: z.record(z.string().regex(/^[a-z]+$/), z.string()).default({}),
});

const lossOptions = z.strictObject({ lambda: z.number().describe("weight of L1"), clamp: z.number().optional() });

/** A valid loss, so that the error of a test is on the second line. */
export const validLoss = "loss: {use: sid/l2, lambda: 1}\n";

/** Error message of an invalid `ring.yaml`, given as its text or with other files. */
export async function configErrorOf(text: string | FileContents, ...overrides: string[]): Promise<string> {
  const folder = temporaryFolder(typeof text === "string" ? { "ring.yaml": text } : text);
  try {
    const document = await compose({ file: join(folder, "ring.yaml"), overrides });
    checkSchema(document, settings);
    const block = pluginBlock.safeParse(document.value["loss"]);
    if (block.success) mendOptions(document, lossOptions, "loss", block.data);
    throwDiagnostics(document);
  } catch (error) {
    return `\n${(error as Error).message.replaceAll(`${folder}/`, "")}\n`;
  }
  return "no error";
}
