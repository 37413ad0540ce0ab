import { blockOf, choicesOf } from "./options-form.tsx";
import { start } from "./presets.ts";
import { check, open, problemOf, stop, yaml } from "./state.ts";
import { valueAt, withValue } from "./yaml-edits.ts";

const metricsPath = ["evaluate", "metrics"];

/** Training of a teacher that is short enough to be waited for. */
const pretrain = { steps: 1_500, batch: 256, optimizer: { lr: 2e-3 } };

/** The exact teacher, or one that is trained first, for data without a closed form. */
const teachers: readonly ((text: string) => string)[] = [
  (text) => withValue(withValue(text, ["teacher"], "teachers/mixture"), ["pretrain"], undefined),
  (text) => withValue(withValue(text, ["teacher"], "teachers/denoiser"), ["pretrain"], pretrain),
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
  await begin();
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

/** Chooses the plugin of a slot, with the first value of an option with choices that the experiment allows, such as `init`. */
export async function choosePlugin(slot: string, use: string): Promise<void> {
  const block = blockOf(use);
  const others = choicesOf(use).flatMap(([name, values]) => values.map((value) => ({ ...block, [name]: value })));
  await setFirstValid([block, ...others].map((each) => withValue(yaml.value, [slot], each)));
}

/** Chooses the teacher. If it is one that is trained, it is trained for a short time. */
export async function chooseTeacher(use: string): Promise<void> {
  const text = withValue(yaml.value, ["teacher"], blockOf(use));
  await setFirstValid([withValue(text, ["pretrain"], valueAt(text, ["pretrain"]) ?? pretrain)]);
}

/** Replaces the experiment by the first that is valid, or by the first, whose problem the page then shows. */
async function setFirstValid(texts: readonly string[]): Promise<void> {
  let chosen = texts[0]!;
  for (const text of texts) {
    if ((await problemOf(text)) !== undefined) continue;
    chosen = text;
    break;
  }
  yaml.value = chosen;
  await begin();
}

/** Checks the experiment, which is no longer that of a stop of the tour, and begins the runs. */
async function begin(): Promise<void> {
  stop.value = undefined;
  await check();
  await open();
}
