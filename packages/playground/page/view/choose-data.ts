import { blockOf } from "./options-form.tsx";
import { start } from "./presets.ts";
import { check, open, problemOf, yaml } from "./state.ts";
import { valueAt, withValue } from "./yaml-edits.ts";

const metricsPath = ["evaluate", "metrics"];

/** The exact teacher, or one that is trained first, for data without a closed form. */
const teachers: readonly ((text: string) => string)[] = [
  (text) => withValue(withValue(text, ["teacher"], "teachers/mixture"), ["pretrain"], undefined),
  (text) =>
    withValue(withValue(text, ["teacher"], "teachers/denoiser"), ["pretrain"], {
      steps: 1_500,
      batch: 256,
      optimizer: { lr: 2e-3 },
    }),
];

/** Chooses data, with the first teacher and all metrics that fit them. */
export async function chooseData(use: string): Promise<void> {
  const text = withValue(yaml.value, ["data"], blockOf(use));
  for (const withTeacher of teachers) {
    const fitted = await withFittingMetrics(withTeacher(text));
    if ((await problemOf(fitted)) !== undefined && withTeacher !== teachers.at(-1)) continue;
    yaml.value = fitted;
    break;
  }
  await check();
  await open();
}

/** Keeps the metrics of the experiment and of the first preset that are valid by themselves. */
async function withFittingMetrics(text: string): Promise<string> {
  const metrics = [start.yaml, text].flatMap((each) => (valueAt(each, metricsPath) ?? []) as unknown[]);
  const different = [...new Map(metrics.map((metric) => [JSON.stringify(metric), metric])).values()];
  const fitting: unknown[] = [];
  for (const metric of different) {
    if ((await problemOf(withValue(text, metricsPath, [metric]))) === undefined) fitting.push(metric);
  }
  return fitting.length === 0 ? text : withValue(text, metricsPath, fitting);
}
