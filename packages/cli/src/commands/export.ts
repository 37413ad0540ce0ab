import { basename } from "node:path";
import { TweedieError } from "@tweedie/core";
import type { ReadOptions } from "@tweedie/engine";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import {
  checkpointOption,
  choiceOption,
  halfLifeOption,
  integer,
  jsonOption,
  runArgument,
  trustOption,
} from "../command-line/options.ts";
import { formatByExtension, writeOutput } from "../files/output-file.ts";
import type { Exported } from "../files/stored-model.ts";
import { findRun } from "../run-list/run-entry.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { type TrustFlags, withTrust } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly output?: string;
  readonly format?: Format;
  readonly teacher?: boolean;
  readonly web?: string;
  readonly batch?: number;
  readonly steps?: number;
  readonly halfLife?: number;
  readonly checkpoint?: number | "best";
  readonly json?: boolean;
}

const formats = ["onnx", "safetensors", "edm-tensors", "diffusers"] as const;
type Format = (typeof formats)[number];

/** `tweedie export` */
export const exportCommand = (context: Context): Command =>
  withExamples(
    new Command("export")
      .argument("<run>", runArgument)
      .option("-o, --output <path>", ".onnx: the generator, latents z to samples xg; .safetensors: its weights")
      .addOption(choiceOption("--format <name>", "form of the output (default: by its ending)", formats))
      .option("--teacher", "the teacher of the run instead of its student, as edm-tensors or diffusers")
      .option("--web <folder>", "a web page that generates samples, opened from disk or from a server")
      .option("--batch <n>", "fixed batch size of the .onnx file (default: a dynamic axis)", (text) =>
        integer("--batch", text, 1),
      )
      .option("--steps <n>", "steps of a student of several steps (default: as trained)", (text) =>
        integer("--steps", text, 1),
      )
      .addOption(halfLifeOption())
      .addOption(checkpointOption())
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((run: string, flags: Flags) => exportModel(run, flags, context)),
    [
      ["tweedie export runs/ring-sid-864a0d47 -o student.onnx", "for ONNX Runtime, in any language"],
      ["tweedie export runs/ring-sid-864a0d47 -o student.safetensors", "the EMA weights that samples are drawn with"],
      ["tweedie export runs/ring-sid-864a0d47 --web page", "open page/index.html; it needs no server"],
      [
        "tweedie export runs/tiny-864a0d47 --format edm-tensors -o edm.safetensors",
        "for EDM's classes; diffusers: a folder",
      ],
    ],
  );

async function exportModel(name: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { output, web } = flags;
  if ((output === undefined) === (web === undefined)) {
    throw new TweedieError({
      where: "tweedie export",
      what: output === undefined ? "no output given" : "`--output` and `--web` cannot be combined",
      fix: "give one of -o student.onnx, -o student.safetensors and --web page",
    });
  }
  const format = output === undefined ? undefined : (flags.format ?? formatByExtension(output, byExtension));
  checkFlags(flags, format);
  const run = await findRun(name);
  const write = format === "edm-tensors" || format === "diffusers" ? writeStored : writeStudent;
  terminal.activity(`exporting the ${flags.teacher ? "teacher" : "student"}`);
  const facts = await withTrust(flags, terminal, (consent) => write(run, { ...flags, format, consent }));
  terminal.stdout.write(flags.json ? jsonLine({ run, ...facts }) : `${facts.output}\n`);
}

const byExtension = { ".onnx": "onnx", ".safetensors": "safetensors" } as const;

/** @throws TweedieError if a flag has no meaning for the format */
function checkFlags({ teacher, batch, steps, halfLife, checkpoint }: Flags, format: Format | undefined): void {
  const refuse = (where: string, what: string, fix: string) => {
    throw new TweedieError({ where, what, fix });
  };
  if (teacher && format !== "edm-tensors" && format !== "diffusers") {
    refuse("--teacher", "a teacher is exported for EDM or diffusers only", "add --format edm-tensors or diffusers");
  }
  if (steps !== undefined && format !== undefined && format !== "onnx") {
    refuse("--steps", "only .onnx files and web pages have a number of steps", "remove it");
  }
  if (teacher && (halfLife ?? checkpoint) !== undefined) {
    const where = halfLife === undefined ? "--checkpoint" : "--half-life";
    refuse(where, "one average of the teacher's final weights is kept", `leave out \`--teacher\` or \`${where}\``);
  }
  if (batch !== undefined && format !== "onnx") refuse("--batch", "only .onnx files have a batch size", "remove it");
}

/** The path that was written, and facts for `--json`. */
type Written = Readonly<Record<string, unknown>> & { readonly output: string };

interface Request extends Omit<Flags, "format"> {
  readonly format: Format | undefined;
  readonly consent: ReadOptions;
}

/** Writes a model under the tensor names of EDM or diffusers. */
async function writeStored(
  run: string,
  { output, format, teacher, halfLife, checkpoint, consent }: Request,
): Promise<Written> {
  const { storeStudent, storeTeacher } = await import("@tweedie/engine/finished-run");
  const { writeDiffusersFolder, writeEdmTensors } = await import("../files/stored-model.ts");
  const model: Exported = teacher
    ? await storeTeacher(run, consent)
    : await storeStudent(run, { ...consent, halfLife, checkpoint });
  await (format === "diffusers" ? writeDiffusersFolder : writeEdmTensors)(output!, model);
  return { output: output!, format, network: model.network, sigma: model.sigma };
}

/** Writes a student as a function, as its own weights, or as a web page. */
async function writeStudent(run: string, request: Request): Promise<Written> {
  const { output, web, format, batch, steps, halfLife, checkpoint, consent } = request;
  const { exportRun } = await import("@tweedie/engine/finished-run");
  const student = await exportRun(run, { ...consent, halfLife, checkpoint }, steps);
  const { latentShape, shape, classes, weights } = student;
  const facts = { latentShape, shape, batch, steps: student.steps, halfLife, checkpoint };
  if (web !== undefined) {
    const { writeWebPage } = await import("@tweedie/web");
    const page = { name: basename(run), latentShape, shape, classes, steps: student.steps };
    return { output: await writeWebPage(web, page, await student.onnx()), ...facts };
  }
  const { encodeSafetensors } = await import("@tweedie/formats");
  await writeOutput(output!, format === "onnx" ? await student.onnx(batch) : encodeSafetensors(weights));
  return { output: output!, ...facts };
}
