import { join } from "node:path";
import { readTeacherCurve, run, runFolder, type TeacherCurve, validateExperiment } from "@tweedie/engine";
import type { Figure } from "../figure.ts";
import { markdownTable } from "../markdown-table.ts";

const experiments: readonly (readonly [title: string, file: string, ...overrides: string[]])[] = [
  ["28×28, with classes", "sid-1"],
  ["28×28, without", "unconditional"],
  ["14×14, without", "sid-14x14", "evaluate.teacherCurve={ samplers: [euler, heun, heun-euler, dpmpp-2m] }"],
];
const columns: readonly (readonly [title: string, metric: string])[] = [
  ["Fréchet distance", "fd"],
  ["unbiased", "fdUnbiased"],
  ["certain", "certain"],
  ["accuracy", "accuracy"],
  ["precision", "precision"],
  ["recall", "recall"],
];

/** The teachers of digits by network evaluations: the best samplers and ranges of noise levels, and all that were tried. */
export const teachers: Figure = {
  command: "npm run docs:figures teachers",
  async make(folder) {
    const curves: (readonly [title: string, curve: TeacherCurve])[] = [];
    for (const [title, file, ...overrides] of experiments) {
      const experiment = await validateExperiment({
        file: join("experiments/digits", `${file}.yaml`),
        overrides: ["distill.steps=1", "evaluate.every=1", "alarms=null", ...overrides],
      });
      const out = join(folder, file);
      await run({ experiment, out, threads: 1, onEvent: (event) => console.log(JSON.stringify(event)) });
      curves.push([title, await readTeacherCurve(runFolder(out).teacherCurve)]);
    }
    return { texts: { best: bestTable(curves), tried: triedTable(curves.at(-1)![1]) } };
  },
};

function bestTable(curves: readonly (readonly [title: string, curve: TeacherCurve])[]): string {
  const body = curves.flatMap(([title, { points }]) =>
    points.map(({ sampler, range, evaluations, metrics, spreads }) => [
      title,
      String(evaluations),
      `\`${sampler}\``,
      rangeText(range),
      ...columns.map(([, metric]) => cellOf(metrics[metric], spreads?.[metric])),
    ]),
  );
  const head = ["teacher", "evaluations", "sampler", "noise levels", ...columns.map(([title]) => title)];
  return markdownTable(head, body);
}

/** Fréchet distances by sampler and range, with a column for each budget. */
function triedTable({ choice }: TeacherCurve): string {
  const euler = choice!.candidates.filter(({ sampler, steps }) => sampler === "euler" && steps > 1);
  const budgets = [...new Set(euler.map(({ evaluations }) => evaluations))];
  const rows = new Map<string, Map<number, string>>();
  for (const { sampler, range, evaluations, value } of choice!.candidates) {
    const key = `\`${sampler}\` | ${rangeText(range)}`;
    const row = rows.get(key) ?? new Map<number, string>();
    rows.set(key, row);
    // Heun's method has an odd number of evaluations: the largest within the budget.
    const budget = budgets.find((each) => each >= evaluations);
    if (budget !== undefined && evaluations > budget / 2) row.set(budget, cellOf(value));
  }
  const body = [...rows].map(([key, values]) => [
    ...key.split(" | "),
    ...budgets.map((budget) => values.get(budget) ?? ""),
  ]);
  return markdownTable(["sampler", "noise levels", ...budgets.map((budget) => `${budget}`)], body);
}

const rangeText = (range: TeacherCurve["points"][number]["range"]): string => `${range!.min} to ${range!.max}`;

const cellOf = (value: number | undefined, spread?: number): string => {
  if (value === undefined) return "";
  if (Math.abs(value) < 10) return value.toFixed(2) + (spread ? ` ± ${spread.toFixed(2)}` : "");
  return Math.round(value).toLocaleString("en") + (spread ? ` ± ${Math.round(spread).toLocaleString("en")}` : "");
};
