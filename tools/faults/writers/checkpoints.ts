import { writeSync } from "node:fs";
import type { Sources } from "../product/sources.ts";

// `node --import .../run-typescript.mjs checkpoints.ts MODULE FOLDER COUNT`: saves checkpoints and reports each one that is saved.

const [module = "", folder = "", count = ""] = process.argv.slice(2);
const { saveCheckpoint } = (await import(module)) as Sources["engine/src/run/checkpoint.ts"];

writeSync(1, "begin\n");
for (let step = 1; step <= Number(count); step++) {
  const data = Float32Array.from({ length: 256 }, (_, i) => step + i);
  try {
    await saveCheckpoint(folder, { phase: "distill", step, state: { w: { shape: [256], data } } }, 2);
    writeSync(1, `saved ${step}\n`);
  } catch (error) {
    writeSync(1, `failed ${step} ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}\n`);
  }
}
