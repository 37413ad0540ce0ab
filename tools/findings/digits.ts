// The experiments on 28x28 digits, one after another: prints the tables of docs/findings/digits.md.
// Runs go to runs/findings, where an interrupted series goes on. Arguments are laid over every experiment.
import { join } from "node:path";
import { readTeacherCurve, type RunStatus, run, runFolder, validateExperiment } from "@tweedie/engine";

const files = ["teacher", "sid-0", "sid-half", "sid-1", "reverse-kl", "lora", "class-conditional"] as const;
const shown = ["fd", "fdUnbiased", "certain", "classError", "accuracy", "precision", "recall", "coverage"];
const overrides = process.argv.slice(2);

type Numbers = Readonly<Record<string, number>>;

const cell = (value: number | undefined) => (value === undefined ? "" : value.toFixed(Math.abs(value) < 10 ? 3 : 0));
const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const head = (...cells: readonly string[]) => [row(...cells), row(...cells.map(() => "---"))];
const figures = (values: Numbers) => shown.map((name) => cell(values[name]));
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MiB`;

/** Bytes of weights and moments that student and fake score train, and what copies of the teacher would. */
function trained({ models: players }: NonNullable<RunStatus["memory"]>) {
  const sum = (which: "own" | "full") =>
    Object.values(players).reduce((total, player) => total + player[which].weights + player[which].moments, 0);
  return { own: sum("own"), full: sum("full") };
}

const runs = new Map<string, RunStatus>();
for (const file of files) {
  const experiment = await validateExperiment({ file: join("experiments/digits", `${file}.yaml`), overrides });
  const status = await run({ experiment, out: join("runs/findings/digits", file) });
  console.log(`${file}: ${status.status} ${JSON.stringify(status.metrics)}`);
  runs.set(file, status);
}

const quality = [...runs].flatMap(([file, status]) =>
  file === "teacher" ? [] : [row(file, String(Math.round(status.seconds)), ...figures(status.metrics))],
);
const memory = [...runs].flatMap(([file, { memory }]) => {
  if (!memory) return [];
  const { own, full } = trained(memory);
  return [row(file, mebibytes(own), mebibytes(full), `${((100 * own) / full).toFixed(1)} %`, mebibytes(memory.peak))];
});
const curves: string[] = [];
for (const file of ["sid-1", "class-conditional"]) {
  const { points, floors } = await readTeacherCurve(runFolder(join("runs/findings/digits", file)).teacherCurve);
  for (const { sampler, evaluations, metrics } of points) {
    curves.push(row(`${file}, ${sampler}`, String(evaluations), ...figures(metrics)));
  }
  curves.push(row(`${file}, _real samples_`, "", ...figures(floors)));
}
const tables = [
  [...head("experiment", "seconds", ...shown), ...quality],
  [...head("teacher of", "evaluations", ...shown), ...curves],
  [...head("experiment", "weights and moments", "as copies of the teacher", "share", "peak"), ...memory],
];
console.log(tables.map((lines) => lines.join("\n")).join("\n\n"));
