import { basename } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { ExportedStudent } from "@tweedie/engine/finished-run";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { jsonOption, wholeNumber } from "../options.ts";
import { formatOf, writeOutput } from "../output-file.ts";
import { findRun } from "../run-list/run-entry.ts";

interface Flags {
  readonly output?: string;
  readonly web?: string;
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
      .option("-o, --output <file>", ".onnx: the generator, latents z to samples xg; .safetensors: its weights")
      .option("--web <folder>", "a page that generates samples in a browser, from a server or from the disk")
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
      ["tweedie export runs/ring-sid-864a0d47 --web page", "open page/index.html: no server and no network"],
    ],
  );

async function exportStudent(word: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { output, web, batch, json } = flags;
  if ((output === undefined) === (web === undefined)) {
    throw new TweedieError({
      where: "tweedie export",
      what: output === undefined ? "it is not said what to write" : "a file and a page at once",
      fix: "-o student.onnx, -o student.safetensors or --web folder",
    });
  }
  const encode = output === undefined ? undefined : formatOf(output, formats);
  const run = await findRun(word);
  const { exportRun } = await import("@tweedie/engine/finished-run");
  const student = await exportRun(run);
  const { latentShape, shape, classes } = student;
  let written = output;
  if (web !== undefined) {
    const { writeWebPage } = await import("@tweedie/web");
    written = await writeWebPage(web, { name: basename(run), latentShape, shape, classes }, await student.onnx());
  } else await writeOutput(output!, await encode!(student, batch));
  terminal.stdout.write(json ? jsonLine({ run, output: written, latentShape, shape, batch }) : `${written}\n`);
}
