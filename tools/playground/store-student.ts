// Writes the adapter of a run's student, without the teacher's weights, for the digits of the playground:
//   npx tsx tools/playground/store-student.ts RUN experiments/digits/students/lora-14x14.safetensors
import { writeFileSync } from "node:fs";
import { runFolder, validateExperiment } from "@tweedie/engine";
import { exportRun } from "@tweedie/engine/finished-run";
import { encodeSafetensors } from "@tweedie/formats";

const [run, file] = process.argv.slice(2);
if (run === undefined || file === undefined) throw new Error("npx tsx tools/playground/store-student.ts RUN FILE");

const { weights } = await exportRun(run);
const factors = Object.entries(weights).filter(([name]) => name.startsWith("lora."));
const { slots } = await validateExperiment({ file: runFolder(run).config });
const student = slots.find(({ path }) => path === "student")!;
writeFileSync(file, encodeSafetensors(Object.fromEntries(factors), { student: JSON.stringify(student.options) }));
