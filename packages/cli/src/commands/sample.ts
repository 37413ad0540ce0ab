import { type NDArray, TweedieError } from "@tweedie/core";
import { type SamplerName, samplerNames } from "@tweedie/diffusion";
import type { Backend } from "@tweedie/graph";
import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import {
  backendOption,
  checkpointOption,
  choiceOption,
  deviceOption,
  finite,
  halfLifeOption,
  integer,
  jsonOption,
  runArgument,
  seedOption,
  trustOption,
} from "../command-line/options.ts";
import { formatByExtension, writeOutput } from "../files/output-file.ts";
import { findRun } from "../run-list/run-entry.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { type TrustFlags, withTrust } from "../trust/with-trust.ts";

interface Flags extends TrustFlags {
  readonly count: number;
  readonly seed: number;
  readonly class?: string;
  readonly output: string;
  readonly teacher?: boolean;
  readonly steps?: number;
  readonly halfLife?: number;
  readonly checkpoint?: number | "best";
  readonly sampler?: SamplerName;
  readonly guidance?: number;
  readonly backend?: Backend;
  readonly device?: string;
  readonly json?: boolean;
}

/** Encoders by the extension of the output file. */
const encoders: Readonly<Record<string, (samples: NDArray) => Promise<Uint8Array>>> = {
  ".png": async (samples) => (await import("@tweedie/report")).samplesFigure(samples),
  ".npy": async (samples) => (await import("@tweedie/formats")).encodeNpy(samples),
  ".safetensors": async (samples) => (await import("@tweedie/formats")).encodeSafetensors({ samples }),
};

/** `tweedie sample` */
export const sampleCommand = (context: Context): Command =>
  withExamples(
    new Command("sample")
      .argument("<run>", runArgument)
      .requiredOption("-o, --output <file>", ".png: a figure; .npy, .safetensors: an array")
      .option("-n, --count <n>", "number of samples", (text) => integer("-n", text, 1), 64)
      .addOption(seedOption("seed of the latents").default(0))
      .option("--class <class>", "sample this class only, by name or label (default: all classes of the data, in turn)")
      .option("--teacher", "sample the teacher, in many steps, instead of the student")
      .option(
        "--steps <n>",
        "steps of the teacher (default: 32), or of a student of several steps (default: as trained)",
        (text) => integer("--steps", text, 1),
      )
      .addOption(halfLifeOption())
      .addOption(checkpointOption())
      .addOption(choiceOption("--sampler <name>", "sampler of the teacher (default: heun)", samplerNames))
      .option(
        "--guidance <scale>",
        "guidance scale of the teacher; twice the network evaluations (default: 1, none)",
        (text) => finite("--guidance", text),
      )
      .addOption(backendOption())
      .addOption(deviceOption())
      .addOption(trustOption())
      .addOption(jsonOption())
      .action((run: string, flags: Flags) => sample(run, flags, context)),
    [
      ["tweedie sample runs/ring-sid-864a0d47 -n 4096 -o samples.png", "a grid of images, or points of the plane"],
      ["tweedie sample runs/ring-sid-864a0d47 -n 50000 --seed 1 -o samples.npy", "an array for NumPy"],
      ["tweedie sample runs/digits-class-52a1c0de --class 3 -o threes.png", "samples of one class"],
      ["tweedie sample runs/digits-few-step-be80a1f2 --steps 2 -o two.png", "a student of several steps, in two"],
      [
        "tweedie sample runs/ring-sid-864a0d47 --checkpoint best -o best.png",
        "a kept checkpoint instead of the newest",
      ],
      ["tweedie sample runs/ring-sid-864a0d47 --teacher -o teacher.png", "samples of the teacher"],
    ],
  );

/** @throws TweedieError if the teacher is sampled, of whose weights only the final average is kept */
function refuseChoice({ halfLife, checkpoint, teacher }: Flags): void {
  if (!teacher || (halfLife ?? checkpoint) === undefined) return;
  const where = halfLife === undefined ? "--checkpoint" : "--half-life";
  const what = "applies only to the student: one average of the teacher's final weights is kept";
  throw new TweedieError({ where, what, fix: `leave out \`--teacher\` or \`${where}\`` });
}

const classNumberOf = async (run: string, text: string): Promise<number> =>
  (await import("../files/class-number.ts")).classNumber(run, text);

async function sample(name: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { count, seed, output, teacher, sampler = "heun", guidance, backend, device, json } = flags;
  const { steps = 32 } = flags;
  const unused = (["sampler", "guidance"] as const).find((flag) => flags[flag] !== undefined);
  if (unused && !teacher) {
    throw new TweedieError({
      where: `--${unused}`,
      what:
        unused === "guidance"
          ? "applies only to the teacher: the student is trained with its guidance"
          : "applies only to the teacher: the student has no sampler",
      fix: "add `--teacher`",
    });
  }
  refuseChoice(flags);
  const encode = formatByExtension(output, encoders);
  const run = await findRun(name);
  const onActivity = (text: string) => terminal.activity(text);
  onActivity("loading the run");
  const { sampleRun, sampleTeacher } = await import("@tweedie/engine/finished-run");
  const label = flags.class === undefined ? undefined : await classNumberOf(run, flags.class);
  const samples = await withTrust(flags, terminal, ({ trust }) => {
    const options = { run, count, seed, class: label, backend, device, trust, onActivity };
    return teacher
      ? sampleTeacher({ ...options, sampler, steps, guidance })
      : sampleRun({ ...options, steps: flags.steps, halfLife: flags.halfLife, checkpoint: flags.checkpoint });
  });
  await writeOutput(output, await encode(samples));
  const result = {
    run,
    output,
    shape: samples.shape,
    seed,
    steps: flags.steps,
    halfLife: flags.halfLife,
    checkpoint: flags.checkpoint,
    ...(teacher && { sampler, steps, guidance }),
  };
  terminal.stdout.write(json ? jsonLine(result) : `${output}\n`);
}
