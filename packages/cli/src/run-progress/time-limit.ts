import { TweedieError } from "@tweedie/core";
import { Option } from "commander";
import { durationText } from "../terminal/format.ts";

/** Time at which a command stops, and the reason. */
export interface TimeLimit {
  /** Milliseconds from now. */
  readonly after: number;
  readonly reason: string;
}

const seconds = { s: 1, min: 60, m: 60, h: 3_600, d: 86_400 } as const;
const form = /^(\d+(?:\.\d+)?)(s|min|m|h|d)$/;

/** Parses a duration: `90s`, `30m`, `1.5h`, `2d`. Returns seconds. */
export function parseDuration(option: string, text: string): number {
  const [, number, unit] = form.exec(text) ?? [];
  const duration = number === undefined ? NaN : Number(number) * seconds[unit as keyof typeof seconds];
  if (duration > 0) return duration;
  const what = `expected a time such as 90s, 30m, 4h or 2d, got \`${text}\``;
  throw new TweedieError({ where: option, what });
}

export const maxTimeOption = (): Option =>
  new Option("--max-time <time>", "stop after 90s, 30m, 4h or 2d with a checkpoint and exit code 75").argParser(
    (text) => parseDuration("--max-time", text),
  );

/** Time before the end of a Slurm job in which the run saves its state, in seconds, and as a fraction of the time that is left at most. */
const reserve = { seconds: 60, fraction: 0.1 };

/**
 * The earlier one of `--max-time` and the end of the Slurm job that the process is in, of which some time is left for saving. Undefined
 * without either.
 *
 * @param maxTime Seconds.
 * @param now Milliseconds since 1970.
 */
export function timeLimitOf(
  maxTime: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
  now: number,
): TimeLimit | undefined {
  const end = 1_000 * Number(env["SLURM_JOB_END_TIME"] ?? NaN);
  const left = end - now;
  const limits: TimeLimit[] = [
    ...(maxTime === undefined
      ? []
      : [{ after: 1_000 * maxTime, reason: `the time of --max-time, ${durationText(maxTime)}, is over` }]),
    ...(left > 0
      ? [
          {
            after: left - Math.min(1_000 * reserve.seconds, reserve.fraction * left),
            reason: `the Slurm job reaches its time limit at ${new Date(end).toISOString().slice(0, 19)}Z`,
          },
        ]
      : []),
  ];
  return limits.sort((a, b) => a.after - b.after)[0];
}

/** Longest delay of a timer of Node, in milliseconds. */
const longestDelay = 2 ** 31 - 1;

/** Calls a function when a limit is reached. Returns a function that cancels it. The timer does not keep the process alive. */
export function onTimeLimit(limit: TimeLimit | undefined, stop: (reason: string) => void): () => void {
  if (!limit) return () => undefined;
  let timer: NodeJS.Timeout;
  const arm = (left: number) => {
    const delay = Math.min(left, longestDelay);
    timer = setTimeout(() => (left > delay ? arm(left - delay) : stop(limit.reason)), delay).unref();
  };
  arm(limit.after);
  return () => clearTimeout(timer);
}
