import { basename } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { ExportedStudent } from "@tweedie/engine/finished-run";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { integer, jsonOption, trustOption } from "../command-line/options.ts";
import { formatByExtension, writeOutput } from "../files/output-file.ts";
import { findRun } from "../run-list/run-entry.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { type TrustFlags, withTrust } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
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
      .argument("<run>", "the run folder, or its name below runs/")
      .option("-o, --output <file>", ".onnx: the generator, latents z to samples xg; .safetensors: its weights")
      .option("--web <folder>", "a web page that generates samples, opened from disk or from a server")
      .option("--batch <n>", "fixed batch size of the .onnx file (default: a dynamic axis)", (text) =>
        integer("--batch", text, 1),
      )
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((run: string, flags: Flags) => exportStudent(run, flags, context)),
    [
      ["tweedie export runs/ring-sid-864a0d47 -o student.onnx", "for ONNX Runtime, in any language"],
      ["tweedie export runs/ring-sid-864a0d47 -o student.safetensors", "the EMA weights that samples are drawn with"],
      ["tweedie export runs/ring-sid-864a0d47 --web page", "open page/index.html, without server or network"],
    ],
  );

async function exportStudent(name: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { output, web, batch, json } = flags;
  if ((output === undefined) === (web === undefined)) {
    throw new TweedieError({
      where: "tweedie export",
      what: output === undefined ? "no output given" : "`--output` and `--web` cannot be combined",
      fix: "give one of -o student.onnx, -o student.safetensors and --web page",
    });
  }
  const encode = output === undefined ? undefined : formatByExtension(output, formats);
  const run = await findRun(name);
  const { exportRun } = await import("@tweedie/engine/finished-run");
  const student = await withTrust(flags, terminal, (consent) => exportRun(run, consent));
  const { latentShape, shape, classes } = student;
  let written = output;
  if (web !== undefined) {
    const { writeWebPage } = await import("@tweedie/web");
    written = await writeWebPage(web, { name: basename(run), latentShape, shape, classes }, await student.onnx());
  } else await writeOutput(output!, await encode!(student, batch));
  terminal.stdout.write(json ? jsonLine({ run, output: written, latentShape, shape, batch }) : `${written}\n`);
}
