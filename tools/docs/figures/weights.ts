import { join } from "node:path";
import { readMetrics, run, runFolder, validateExperiment } from "@tweedie/engine";
import { formatMean } from "../../findings/format.ts";
import type { Figure } from "../figure.ts";
import { markdownTable } from "../markdown-table.ts";

const weightings = ["expected-error", "sid"] as const;
type Weighting = (typeof weightings)[number];
const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
/** Evaluations whose mean is compared: those at 2,000, 2,500 and 3,000 iterations. */
const late = 2_000;
const settings = [
  "evaluate.every=500",
  "evaluate.samples=32768",
  "evaluate.teacherCurve=null",
  "evaluate.metrics=[{use: metrics/sliced-wasserstein, order: 1}, metrics/sliced-wasserstein, metrics/modes]",
];
const columns = [
  ["sw2", "sliced Wasserstein, order 2", 3],
  ["sw1", "order 1", 3],
  ["weightError", "error of the modes' weights", 3],
  ["highQuality", "near a mode", 3],
] as const;

/** Values of a run: of each metric, the mean over its late evaluations. */
type Values = Readonly<Record<string, number>>;

/** The experiment of the README with the default weighting and with SiD's, on equal seeds. */
export const weights: Figure = {
  command: "npm run docs:figures weights",
  async make(folder) {
    const runs = { "expected-error": [], sid: [] } as Record<Weighting, Values[]>;
    for (const seed of seeds) {
      for (const weighting of weightings) {
        const values = await lateValues(weighting, seed, join(folder, `${weighting}-${seed}`));
        console.log(`${weighting}, seed ${seed}: ${JSON.stringify(values)}`);
        runs[weighting].push(values);
      }
    }
    const rows = weightings.map((weighting) => [
      `\`weightings/${weighting}\``,
      ...columns.map(([name, , digits]) =>
        formatMean(
          runs[weighting].map((values) => values[name]!),
          digits,
        ),
      ),
    ]);
    const differences = columns.map(([name, , digits]) =>
      formatMean(
        seeds.map((_, i) => runs.sid[i]![name]! - runs["expected-error"][i]![name]!),
        digits,
      ),
    );
    rows.push(["second minus first", ...differences]);
    return { texts: { table: markdownTable(["weighting", ...columns.map(([, title]) => title)], rows) } };
  },
};

/** Runs the experiment of the README with a weighting and a seed. */
async function lateValues(weighting: Weighting, seed: number, out: string): Promise<Values> {
  const overrides = [`seed=${seed}`, `distill.student.weighting=weightings/${weighting}`, ...settings];
  const experiment = await validateExperiment({ file: "experiments/mixture/sid.yaml", overrides });
  const { status } = await run({ experiment, out });
  if (status !== "completed") throw new Error(`${out} ended as ${status}`);
  const evaluations = (await readMetrics(runFolder(out).metrics)).filter(
    ({ phase, step, values }) => phase === "distill" && step >= late && values["sw2"] !== undefined,
  );
  const mean = (name: string) => evaluations.reduce((sum, { values }) => sum + values[name]!, 0) / evaluations.length;
  return Object.fromEntries(columns.map(([name]) => [name, mean(name)]));
}
