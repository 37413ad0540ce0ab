import { availableParallelism } from "node:os";
import type { NDArrays } from "@tweedie/core";
import type { DrawThread } from "./start-draw-thread.ts";

/** Controls whether draws are made ahead in another thread. "measured": if measurements show a gain. The numbers are the same. */
export type DrawAheadSetting = "measured" | "always" | "never";

/** Source of the draws of a phase. */
export interface DrawSource {
  /** Returns the draws of a step. Steps must be requested in order. */
  draws(step: number): NDArrays;
  stop(): Promise<void>;
}

/** Number of steps that are measured before the decision. */
const measuredSteps = 32;
/** Smallest fraction of a step's time that draws must take for a thread to be started. */
const minFraction = 0.02;
/** Smallest total time of the remaining draws, in milliseconds: several times the start-up time of a thread. */
const minGain = 2_000;

export interface DrawSourceOptions {
  readonly setting: DrawAheadSetting;
  /** Number of steps of the phase. */
  readonly steps: number;
  /** Threads of the step itself. Default: all cores. */
  readonly threads?: number | undefined;
  readonly cores?: number;
  /** Starts a thread that draws the steps from `first` on. `like` are draws of any step. Returns undefined if that is impossible. */
  start(first: number, like: NDArrays): DrawThread | undefined;
}

/** Creates a source that draws in this thread and, if that is measured to be faster, takes draws from another thread. */
export function createDrawSource(
  draw: (step: number) => NDArrays,
  { setting, steps, cores = availableParallelism(), threads = cores, start }: DrawSourceOptions,
): DrawSource {
  let thread: DrawThread | undefined;
  let isVerified = false;
  let isUndecided = setting === "always" || (setting === "measured" && threads < cores);
  const stopwatch = createStopwatch();

  /** Draws here, and starts a thread once that is known to be faster. */
  const drawAndMeasure = (step: number): NDArrays => {
    const draws = stopwatch.time(() => draw(step));
    if (setting === "measured" && stopwatch.count < measuredSteps) return draws;
    isUndecided = false;
    if (setting === "always" || isWorthwhile(stopwatch.medians(), steps - step)) thread = start(step + 1, draws);
    return draws;
  };

  return {
    draws(step) {
      if (isUndecided) return drawAndMeasure(step);
      const taken = thread?.take(step);
      if (taken && isVerified) return taken;
      const draws = draw(step);
      if (taken) {
        isVerified = areEqual(taken, draws);
        // If a plugin draws other numbers in the thread, a run would depend on the speed of the machine.
        if (!isVerified) {
          void thread?.stop();
          thread = undefined;
        }
      }
      return draws;
    },
    stop: async () => thread?.stop(),
  };
}

/** Median times in milliseconds. */
interface Medians {
  readonly draws: number;
  readonly step: number;
}

const isWorthwhile = ({ draws, step }: Medians, remainingSteps: number): boolean =>
  draws >= minFraction * step && draws * remainingSteps >= minGain;

/** Measures the time of work that is done once per step, and of whole steps. Medians ignore evaluations and the first read of a dataset. */
function createStopwatch() {
  const times = { draws: [] as number[], step: [] as number[] };
  let last: number | undefined;
  return {
    time<T>(work: () => T): T {
      const start = performance.now();
      if (last !== undefined) times.step.push(start - last);
      last = start;
      const result = work();
      times.draws.push(performance.now() - start);
      return result;
    },
    get count() {
      return times.step.length;
    },
    medians: (): Medians => ({ draws: median(times.draws), step: median(times.step) }),
  };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const areEqual = (draws: NDArrays, others: NDArrays): boolean =>
  Object.entries(draws).every(([name, { data }]) => data.every((x, i) => Object.is(x, others[name]?.data[i])));
