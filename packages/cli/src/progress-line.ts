import type { RunEvent } from "@tweedie/engine";
import { clock, count, number, rate } from "./quantities.ts";

export type ProgressEvent = Extract<RunEvent, { event: "progress" }>;
export type Metrics = Extract<RunEvent, { event: "metrics" }>;
export type Curve = Extract<RunEvent, { event: "curve" }>;

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const widest = 24;
const narrowest = 6;

/** Where a run stands, in one line that fits the width: the bar gives way first, then the losses, then the rate. */
export function progressLine(progress: ProgressEvent, width: number): string {
  const { phase, step, steps } = progress;
  const share = steps > 0 ? Math.min(1, step / steps) : 1;
  const head = `${phase} ${count(step)}/${count(steps)}`;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const details = [...lossesOf(progress), rate(progress.rate), `eta ${clock(progress.eta)}`];
  for (const tail of [details, details.slice(-2), details.slice(-1), []]) {
    const rest = ["", ...tail].join("  ");
    const room = width - head.length - percent.length - rest.length - " ▕▏".length;
    if (room >= narrowest) return `${head} ▕${bar(share, Math.min(room, widest))}▏${percent}${rest}`;
  }
  return ([`${head}${percent}`, `${phase}${percent}`].find((line) => line.length <= width) ?? percent).slice(0, width);
}

/** The same off a terminal, where lines stay. */
export const progressText = (progress: ProgressEvent): string =>
  [
    `${progress.phase} ${count(progress.step)}/${count(progress.steps)}`,
    ...lossesOf(progress),
    rate(progress.rate),
    `eta ${clock(progress.eta)}`,
  ].join("  ");

/** `distill 500: sw2 0.0213, modes 8`. Losses and floors have a dot in their names, and are shown elsewhere. */
export const metricsText = ({ phase, step, values }: Metrics): string =>
  `${phase} ${count(step)}: ${valuesText(Object.entries(values).filter(([name]) => !name.includes(".")))}`;

/** `teacher, heun at 31: sw2 0.0821`. */
export const curveText = ({ sampler, evaluations, values }: Curve): string =>
  `teacher, ${sampler} at ${count(evaluations)}: ${valuesText(Object.entries(values))}`;

const valuesText = (values: readonly (readonly [string, number])[]): string =>
  values.map(([name, value]) => `${name} ${number(value)}`).join(", ");

/** `loss.student` is shown as `student 0.412`. */
const lossesOf = ({ losses }: ProgressEvent): string[] =>
  Object.entries(losses).map(([name, value]) => `${name.replace(/^loss\./, "")} ${number(value)}`);

function bar(share: number, width: number): string {
  const filled = Math.round(share * width * 8);
  return ("█".repeat(Math.floor(filled / 8)) + eighths[filled % 8]!).padEnd(width);
}
