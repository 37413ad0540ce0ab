import { join } from "node:path";
import { rows, type NDArray } from "@tweedie/core";
import { type RunStatus, run, validateExperiment } from "@tweedie/engine";
import type { Figure } from "../figure.ts";
import { markdownTable } from "../markdown-table.ts";
import { imagesPanel, panelRow } from "../panels.ts";
import { readSamples } from "../run-output.ts";

const students: readonly (readonly [title: string, file: string])[] = [
  ["SiD, λ = ½", "sid-half"],
  ["SiD, λ = 1", "sid-1"],
  ["reverse KL", "reverse-kl"],
  ["SiD, λ = 1, LoRA rank 4", "lora"],
  ["SiD, λ = 1, without classes", "unconditional"],
];
const columns: readonly (readonly [title: string, metric: string])[] = [
  ["Fréchet distance", "fd"],
  ["unbiased", "fdUnbiased"],
  ["certain", "certain"],
  ["class error", "classError"],
  ["accuracy", "accuracy"],
  ["precision", "precision"],
  ["recall", "recall"],
  ["coverage", "coverage"],
];

type Numbers = Readonly<Record<string, number>>;

/** The experiments on 28x28 digits: students, memory, and samples of each. */
export const digits: Figure = {
  command: "npm run docs:figures digits",
  async make(folder) {
    const runs = new Map<string, RunStatus>();
    for (const [, file] of students) {
      const experiment = await validateExperiment({
        file: join("experiments/digits", `${file}.yaml`),
        overrides: ["evaluate.teacherCurve=null"],
      });
      const status = await run({ experiment, out: join(folder, file), threads: 1 });
      console.log(`${file}: ${status.status} ${JSON.stringify(status.metrics)}`);
      runs.set(file, status);
    }
    return {
      texts: {
        students: studentTable(runs),
        memory: memoryTable(runs),
      },
      images: { "docs/images/digits-28.png": await samplesPicture(folder) },
    };
  },
};

function studentTable(runs: ReadonlyMap<string, RunStatus>): string {
  const body = students.map(([title, file]) => [title, ...cellsOf(runs.get(file)!.metrics)]);
  const floors = runs.get("sid-1")!.floors;
  return markdownTable(
    ["one evaluation", ...columns.map(([title]) => title)],
    [...body, ["_real samples_", ...cellsOf(floors)]],
  );
}

function memoryTable(runs: ReadonlyMap<string, RunStatus>): string {
  const body = [
    ["student and fake score, all weights", "sid-1"],
    ["LoRA of rank 4", "lora"],
  ].map(([title, file]) => {
    const { models, peak } = runs.get(file!)!.memory!;
    const sum = (which: "own" | "full") =>
      Object.values(models).reduce((total, model) => total + model[which].weights + model[which].moments, 0);
    const fraction = `${((100 * sum("own")) / sum("full")).toFixed(1)} %`;
    return [title!, sum("own").toLocaleString("en"), fraction, `${(peak / 2 ** 30).toFixed(1)} GiB`];
  });
  return markdownTable(["trained weights and their moments", "bytes", "fraction of all", "peak of the process"], body);
}

const cellsOf = (values: Numbers): string[] => columns.map(([, metric]) => cellOf(values[metric]));
const cellOf = (value: number | undefined): string => {
  if (value === undefined) return "";
  return Math.abs(value) < 10 ? value.toFixed(2) : Math.round(value).toLocaleString("en");
};

function samplesPicture(folder: string): Promise<Uint8Array> {
  const grid = (title: string, file: string, name: string) =>
    imagesPanel(title, firstOf(readSamples(join(folder, file), name), 36), 6);
  return panelRow([
    grid("data", "sid-half", "data"),
    grid("teacher, 63 evaluations", "sid-half", "teacher"),
    grid("SiD, 1 evaluation", "sid-half", "student"),
    grid("SiD with LoRA", "lora", "student"),
    grid("SiD without classes", "unconditional", "student"),
  ]);
}

const firstOf = (samples: NDArray, count: number): NDArray => rows(samples, 0, count);
