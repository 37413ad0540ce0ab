import type { OnEvent } from "../train/events.ts";
import {
  type Costs,
  type Guesses,
  type Part,
  remainingTime,
  type RemainingTime,
  type Units,
} from "./remaining-time.ts";

/** Tells how far an activity is. */
export type Tell = (done: number, total: number) => void;

/** Milliseconds between two events of the same activity. */
const interval = 100;

/** Progress of a whole run: tells what it does, measures how long that takes, and estimates what is left. */
export interface RunProgress {
  /** Replaces the numbers of units that are left. */
  expect(left: Units): void;
  /** Does one unit of a part and tells it. Work without a part is told and not measured. */
  during<T>(part: Part | undefined, activity: string, work: (tell: Tell) => Promise<T>): Promise<T>;
  /** Sets what is left of the iterations of a phase, and the seconds of one. */
  iterations(part: "pretrain" | "distill", left: number, seconds: number): void;
  remaining(): RemainingTime;
  /** Seconds that all activities have taken together. */
  spent(): number;
}

interface ProgressOptions {
  readonly units: Units;
  readonly guesses: Guesses;
  readonly onEvent: OnEvent;
  /** Milliseconds. */
  readonly now?: () => number;
}

export function createRunProgress({
  units,
  guesses,
  onEvent,
  now = () => performance.now(),
}: ProgressOptions): RunProgress {
  const left: Partial<Record<Part, number>> = { ...units };
  const costs: { -readonly [K in keyof Costs]: Costs[K] } = {};
  let spent = 0;
  let last = -Infinity;
  const remaining = () => remainingTime(left, costs, guesses);
  const tellActivity = (activity: string, extent?: { done: number; total: number }) => {
    last = now();
    onEvent({ event: "activity", activity, ...extent, ...remaining() });
  };
  return {
    expect: (changes) => void Object.assign(left, changes),
    iterations: (part, count, seconds) => {
      left[part] = count;
      costs[part] = seconds;
    },
    async during(part, activity, work) {
      const start = now();
      const before = (part && left[part]) ?? 0;
      tellActivity(activity);
      try {
        const result = await work((done, total) => {
          if (now() - last < interval || done >= total) return;
          if (part) {
            costs[part] = (now() - start) / 1_000 / (done / total);
            left[part] = before - done / total;
          }
          tellActivity(activity, { done, total });
        });
        if (part) costs[part] = (now() - start) / 1_000;
        return result;
      } finally {
        if (part) left[part] = Math.max(0, before - 1);
        spent += (now() - start) / 1_000;
      }
    },
    remaining,
    spent: () => spent,
  };
}
