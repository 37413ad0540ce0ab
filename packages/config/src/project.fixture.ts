import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { checkOptions, checkSchema } from "./check.ts";
import { compose } from "./compose.ts";
import { settle, type Document } from "./document.ts";
import { pluginBlock } from "./plugin-block.ts";

/** A folder with these files, gone when the test ends. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "tweedie-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Composes `ring.yaml` of a project. */
export const composeRing = (
  files: Readonly<Record<string, string | Uint8Array>>,
  ...overrides: string[]
): Promise<Document> => compose({ file: join(project(files), "ring.yaml"), overrides });

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

/** What is said of a wrong project, as it is printed. */
export async function complaint(
  text: string | Readonly<Record<string, string | Uint8Array>>,
  ...overrides: string[]
): Promise<string> {
  const files = typeof text === "string" ? { "ring.yaml": text } : text;
  const folder = project(files);
  try {
    const document = await compose({ file: join(folder, "ring.yaml"), overrides });
    checkSchema(document, settings);
    const block = pluginBlock.safeParse(document.value["loss"]);
    if (block.success) checkOptions(document, lossOptions, "loss", block.data);
    settle(document);
  } catch (error) {
    return `\n${(error as Error).message.replaceAll(`${folder}/`, "")}\n`;
  }
  return "no complaint";
}
