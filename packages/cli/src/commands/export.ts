import type { ExportedStudent } from "@tweedie/engine";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption, wholeNumber } from "../options.ts";
import { formatOf, writeOutput } from "../output-file.ts";
import { findRun } from "../run-list/run-entry.ts";

interface Flags {
  readonly output: string;
  readonly batch?: number;
  readonly json?: boolean;
}

const formats: Readonly<Record<string, (student: ExportedStudent, batch?: number) => Promise<Uint8Array>>> = {
  ".onnx": (student, batch) => student.onnx(batch),
  ".safetensors": async ({ weights }) => (await import("@tweedie/formats")).encodeSafetensors(weights),
};

/** `tweedie export` */
export const exportCommand = (context: Context): Command =>
  withExamples(
    new Command("export")
      .argument("<run>", "the run's folder, or its name below runs/")
      .requiredOption("-o, --output <file>", ".onnx: the generator, latents z to samples xg; .safetensors: its weights")
      .option("--batch <n>", "the one batch that an .onnx file is for; default: any", (text) =>
        wholeNumber("--batch", text, 1),
      )
      .addOption(jsonOption())
      .action((run: string, flags: Flags) => exportStudent(run, flags, context)),
    [
      ["tweedie export runs/ring-sid-864a0d47 -o student.onnx", "for ONNX Runtime, in any language"],
      [
        "tweedie export runs/ring-sid-864a0d47 -o student.safetensors",
        "its weights, averaged as they are sampled from",
      ],
    ],
  );

async function exportStudent(word: string, { output, batch, json }: Flags, { terminal }: Context): Promise<void> {
  const encode = formatOf(output, formats);
  const run = await findRun(word);
  const { exportRun } = await import("@tweedie/engine");
  const student = await exportRun(run);
  await writeOutput(output, await encode(student, batch));
  const { latentShape, shape } = student;
  terminal.stdout.write(json ? jsonLine({ run, output, latentShape, shape, batch }) : `${output}\n`);
}
