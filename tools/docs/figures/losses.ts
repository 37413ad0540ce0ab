import { join } from "node:path";
import { type RunStatus, run, validateExperiment } from "@tweedie/engine";
import type { Figure } from "../figure.ts";
import { markdownTable } from "../markdown-table.ts";

/** Weighting of the losses that compare teacher and fake score. */
const weighting = "distill.student.weighting=weightings/sid";
const variants: readonly (readonly [title: string, file: string, ...overrides: string[]])[] = [
  ["L1", "l1", weighting],
  ["L2 (λ = 0)", "lambda-0", weighting],
  ["L2 − ½ L1", "sid", weighting],
  ["L2 − L1", "lambda-1", weighting],
  ["L2 − 1.2 L1", "lambda-1.2", weighting],
  ["full transform", "full", weighting],
  ["middle only", "middle-only", weighting],
  ["reverse KL", "reverse-kl", weighting],
  ["LSGAN", "lsgan"],
  ["DDE", "dde"],
];
const seeds = [0, 1, 2];
const budget = ["distill.steps=2000", "evaluate.every=500"];
const titles = ["loss", "sliced Wasserstein", "modes of 8", "error of their weights", "near a mode", "status"];

/** Every loss on the ring at an equal budget, three seeds each. */
export const losses: Figure = {
  command: `npm run docs:figures losses`,
  async make(folder) {
    const rows: string[][] = [];
    let floors: Readonly<Record<string, number>> = {};
    for (const [title, file, ...special] of variants) {
      const runs: RunStatus[] = [];
      for (const seed of seeds) {
        const overrides = [`seed=${seed}`, ...budget, ...special];
        const experiment = await validateExperiment({ file: join("experiments/mixture", `${file}.yaml`), overrides });
        const status = await run({ experiment, out: join(folder, `${file}-${seed}`) });
        console.log(`${title}, seed ${seed}: ${status.status} ${JSON.stringify(status.metrics)}`);
        runs.push(status);
        if (seed === 0) floors = { ...floors, ...status.floors };
      }
      rows.push(rowOf(title, runs));
    }
    const floor = (name: string, digits: number) => floors[name]!.toFixed(digits);
    rows.push([
      "_real samples_",
      floor("sw2", 3),
      floor("modes", 0),
      floor("weightError", 3),
      floor("highQuality", 2),
      "",
    ]);
    return { texts: { table: markdownTable(titles, rows) } };
  },
};

function rowOf(title: string, runs: readonly RunStatus[]): string[] {
  const values = (metric: string) => runs.map(({ metrics }) => metrics[metric] ?? NaN);
  const statuses = [...new Set(runs.map(({ status }) => status))];
  return [
    title,
    meanAndRange(values("sw2"), 3),
    values("modes").join(", "),
    meanAndRange(values("weightError"), 3),
    meanAndRange(values("highQuality"), 2),
    statuses.join(", "),
  ];
}

/** `0.047 ± 0.003`: mean and half the range. */
function meanAndRange(numbers: readonly number[], digits: number): string {
  if (numbers.some((x) => !Number.isFinite(x))) return "–";
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const half = (Math.max(...numbers) - Math.min(...numbers)) / 2;
  return `${mean.toFixed(digits)} ± ${half.toFixed(digits)}`;
}
