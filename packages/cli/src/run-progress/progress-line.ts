import type { RunEvent } from "@tweedie/engine";
import { planText } from "@tweedie/report/results";
import { countText, durationText, kimgText, numberText, rateText } from "../terminal/format.ts";

export type ProgressEvent = Extract<RunEvent, { event: "progress" }>;
export type MetricsEvent = Extract<RunEvent, { event: "metrics" }>;
export type ActivityEvent = Extract<RunEvent, { event: "activity" }>;
export type CurveEvent = Extract<RunEvent, { event: "curve" }>;

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/** Width of the bar in characters. */
const [minBarWidth, maxBarWidth] = [6, 24];

/** Progress of a run as one line of at most `width` characters. Narrower lines drop the losses, then the images, the rate, and the bar. */
export function progressLine(progress: ProgressEvent, width: number): string {
  const { phase, step, steps } = progress;
  const fraction = steps > 0 ? Math.min(1, step / steps) : 1;
  const head = `${phase} ${countText(step)}/${countText(steps)}`;
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  const details = detailsOf(progress);
  for (const kept of [details, details.slice(-3), details.slice(-2), details.slice(-1), []]) {
    const tail = ["", ...kept].join("  ");
    const room = width - head.length - percent.length - tail.length - " ▕▏".length;
    if (room >= minBarWidth) return `${head} ▕${bar(fraction, Math.min(room, maxBarWidth))}▏${percent}${tail}`;
  }
  return ([`${head}${percent}`, `${phase}${percent}`].find((line) => line.length <= width) ?? percent).slice(0, width);
}

/** Progress of a run without a bar, for outputs on which lines are not redrawn. */
export const progressText = (progress: ProgressEvent): string =>
  [`${progress.phase} ${countText(progress.step)}/${countText(progress.steps)}`, ...detailsOf(progress)].join("  ");

/** `measuring the teacher 1,024/4,000  eta 1:20`: an activity with the remaining time of the whole run. */
export function activityText({ activity, done, total, eta = NaN, isRough = false }: ActivityEvent): string {
  const extent = total === undefined ? "" : ` ${countText(done ?? 0)}/${countText(total)}`;
  return `${activity}${extent}${Number.isFinite(eta) ? `  ${etaText(eta, isRough)}` : ""}`;
}

/** `eta 0:42`, or `eta ~0:42` if parts of it are guessed. */
const etaText = (eta: number, isRough: boolean): string => `eta ${isRough ? "~" : ""}${durationText(eta)}`;

/** `distill 500: sw2 0.0213, modes 8`. Losses and floors, whose names have a dot, are left out. */
export const metricsText = ({ phase, step, values }: MetricsEvent): string =>
  `${phase} ${countText(step)}: ${valuesText(Object.entries(values).filter(([name]) => !name.includes(".")))}`;

/** `teacher, NFE 8 (euler, 0.02 to 10): sw2 0.0821`. NFE is the number of network evaluations. */
export const curveText = ({ evaluations, values, ...plan }: CurveEvent): string =>
  `teacher, NFE ${countText(evaluations)} (${planText(plan)}): ${valuesText(Object.entries(values))}`;

/** The weights that a network of its own begins with: "student: 9 of 14 weights are copied from the teacher; random: blocks.2.inner.weight, ...". */
export function copiedText({ model, copied, weights, random }: Extract<RunEvent, { event: "copied" }>): string {
  const noun = model === "student" ? "student" : "fake score";
  const shown = random.slice(0, 4).join(", ") + (random.length > 4 ? ` and ${random.length - 4} more` : "");
  const others = random.length > 0 ? `; random: ${shown}` : "";
  return `${noun}: ${copied} of ${weights} weights are copied from the teacher${others}`;
}

/** The pairs of a run and their cost: "pairs: 10,000 of the teacher, 35 evaluations each, sampled". */
export const pairsText = ({ count, evaluations, source }: Extract<RunEvent, { event: "pairs" }>): string => {
  const origin = source === "cache" ? "from the cache" : "being sampled, once for all runs with this teacher";
  return `pairs: ${countText(count)} of the teacher, NFE ${countText(evaluations)} each, ${origin}`;
};

const valuesText = (values: readonly (readonly [string, number])[]): string =>
  values.map(([name, value]) => `${name} ${numberText(value)}`).join(", ");

/** Losses, images, rate and remaining time. `loss.student` is printed as `student 0.412`. */
const detailsOf = ({ losses, images, rate, eta, isRough }: ProgressEvent): string[] => [
  ...Object.entries(losses).map(([name, value]) => `${name.replace(/^loss\./, "")} ${numberText(value)}`),
  kimgText(images),
  rateText(rate),
  etaText(eta, isRough && Number.isFinite(eta)),
];

/** A bar of `width` characters, filled in steps of an eighth of a character. */
function bar(fraction: number, width: number): string {
  const filled = Math.round(fraction * width * 8);
  return ("█".repeat(Math.floor(filled / 8)) + eighths[filled % 8]!).padEnd(width);
}
