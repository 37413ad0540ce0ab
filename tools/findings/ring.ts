// Every loss on the ring at an equal budget, three seeds each: prints the table of docs/findings/ring.md.
// Runs go to runs/findings, where an interrupted series goes on.
import { join } from "node:path";
import { type RunStatus, run, validateExperiment } from "@tweedie/engine";

const variants: readonly (readonly [title: string, file: string])[] = [
  ["L1", "l1"],
  ["L2 (λ = 0)", "lambda-0"],
  ["L2 − ½ L1", "sid"],
  ["L2 − L1", "lambda-1"],
  ["L2 − 1.2 L1", "lambda-1.2"],
  ["full transform", "full"],
  ["middle only", "middle-only"],
  ["reverse KL", "reverse-kl"],
  ["LSGAN", "lsgan"],
  ["DDE", "dde"],
];
const seeds = [0, 1, 2];
const overrides = process.argv.slice(2);

const values = (runs: readonly RunStatus[], metric: string) => runs.map(({ metrics }) => metrics[metric] ?? NaN);
const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** `0.047 ± 0.003`: mean and half the range. */
function spread(numbers: readonly number[], digits = 3): string {
  if (numbers.some((x) => !Number.isFinite(x))) return "–";
  const half = (Math.max(...numbers) - Math.min(...numbers)) / 2;
  return `${mean(numbers).toFixed(digits)} ± ${half.toFixed(digits)}`;
}

const rows: string[] = [];
let floors: Readonly<Record<string, number>> = {};
for (const [title, file] of variants) {
  const runs: RunStatus[] = [];
  for (const seed of seeds) {
    const experiment = await validateExperiment({
      file: join("experiments/mixture", `${file}.yaml`),
      overrides: [`seed=${seed}`, ...overrides],
    });
    const out = join("runs/findings/ring", `${file}-${seed}`);
    const status = await run({ experiment, out });
    console.log(`${title}, seed ${seed}: ${status.status} ${JSON.stringify(status.metrics)}`);
    runs.push(status);
    if (seed === 0) floors = { ...floors, ...status.floors };
  }
  const statuses = runs.map(({ status }) => status);
  rows.push(
    `| ${title} | ${spread(values(runs, "sw2"))} | ${values(runs, "modes").join(", ")} | ${spread(values(runs, "weightError"))} | ${spread(values(runs, "highQuality"), 2)} | ${[...new Set(statuses)].join(", ")} |`,
  );
}

const table = [
  "| loss | sliced Wasserstein | modes of 8 | error of their weights | near a mode | status |",
  "|---|---|---|---|---|---|",
  ...rows,
  `| *real samples* | ${floors["sw2"]?.toFixed(3)} | ${floors["modes"]} | ${floors["weightError"]?.toFixed(3)} | ${floors["highQuality"]?.toFixed(2)} | |`,
].join("\n");
console.log(table);
