import { type NDArray, TweedieError } from "@tweedie/core";
import { type SamplerName, samplerNames } from "@tweedie/diffusion";
import type { Backend } from "@tweedie/graph";
import { Command, Option } from "commander";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";
import { jsonLine } from "../json-line.ts";
import { backendOption, jsonOption, seedOption, wholeNumber } from "../options.ts";
import { formatOf, writeOutput } from "../output-file.ts";
import { findRun } from "../run-list/run-entry.ts";

interface Flags {
  readonly count: number;
  readonly seed: number;
  readonly class?: number;
  readonly output: string;
  readonly teacher?: boolean;
  readonly steps?: number;
  readonly sampler?: SamplerName;
  readonly backend?: Backend;
  readonly json?: boolean;
}

/** What a file's extension asks for. */
const encoders: Readonly<Record<string, (samples: NDArray) => Promise<Uint8Array>>> = {
  ".png": async (samples) => (await import("@tweedie/report")).samplesFigure(samples),
  ".npy": async (samples) => (await import("@tweedie/formats")).encodeNpy(samples),
  ".safetensors": async (samples) => (await import("@tweedie/formats")).encodeSafetensors({ samples }),
};

/** `tweedie sample` */
export const sampleCommand = (context: Context): Command =>
  withExamples(
    new Command("sample")
      .argument("<run>", "the run's folder, or its name below runs/")
      .requiredOption("-o, --output <file>", ".png: a picture; .npy, .safetensors: numbers")
      .option("-n, --count <n>", "number of samples", (text) => wholeNumber("-n", text, 1), 64)
      .addOption(seedOption("the same seed gives the same latents").default(0))
      .option("--class <k>", "of one class; each in turn if left out, where there are classes", (text) =>
        wholeNumber("--class", text, 0),
      )
      .option("--teacher", "of the teacher, in many steps")
      .option("--steps <n>", "the teacher's steps; default: 32", (text) => wholeNumber("--steps", text, 1))
      .addOption(samplerOption())
      .addOption(backendOption())
      .addOption(jsonOption())
      .action((run: string, flags: Flags) => sample(run, flags, context)),
    [
      [
        "tweedie sample runs/ring-sid-864a0d47 -n 4096 -o samples.png",
        "a picture: images in a grid, points in a plane",
      ],
      ["tweedie sample runs/ring-sid-864a0d47 -n 50000 --seed 1 -o samples.npy", "numbers, for NumPy"],
      ["tweedie sample runs/digits-class-52a1c0de --class 3 -o threes.png", "one class"],
      ["tweedie sample runs/ring-sid-864a0d47 --teacher -o teacher.png", "its teacher's, in many steps"],
    ],
  );

const samplerOption = (): Option =>
  new Option("--sampler <name>", `how the teacher is sampled: ${samplerNames.join(", ")}; default: heun`).argParser(
    (text): SamplerName => {
      const sampler = samplerNames.find((each) => each === text);
      if (sampler) return sampler;
      throw new TweedieError({
        where: "--sampler",
        what: `there is no sampler \`${text}\``,
        fix: `one of ${samplerNames.join(", ")}`,
      });
    },
  );

async function sample(word: string, flags: Flags, { terminal }: Context): Promise<void> {
  const { count, seed, output, teacher, steps = 32, sampler = "heun", backend, json } = flags;
  const lost = (["steps", "sampler"] as const).find((name) => flags[name] !== undefined);
  if (lost && !teacher) {
    throw new TweedieError({
      where: `--${lost}`,
      what: "is of the teacher: a student has one step",
      fix: "add --teacher",
    });
  }
  const encode = formatOf(output, encoders);
  const run = await findRun(word);
  const { sampleRun, sampleTeacher } = await import("@tweedie/engine/finished-run");
  const draw = { run, count, seed, class: flags.class, backend };
  const samples = teacher ? await sampleTeacher({ ...draw, sampler, steps }) : await sampleRun(draw);
  await writeOutput(output, await encode(samples));
  const said = { run, output, shape: samples.shape, seed, ...(teacher && { sampler, steps }) };
  terminal.stdout.write(json ? jsonLine(said) : `${output}\n`);
}
