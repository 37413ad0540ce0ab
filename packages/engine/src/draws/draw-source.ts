import { availableParallelism } from "node:os";
import type { NDArrays } from "@tweedie/core";
import type { DrawnAhead } from "./draw-ahead.ts";

/** Whether draws are made ahead: where that is measured to pay, always or never. The numbers are the same. */
export type AheadSetting = "measured" | "always" | "never";

export interface DrawSource {
  /** The draws of a step. Steps are asked for in order. */
  draws(step: number): NDArrays;
  stop(): Promise<void>;
}

/** Steps that are watched before it is decided. */
const watched = 32;
/** The share of a step that draws must take. */
const leastShare = 0.02;
/** Milliseconds that the rest of the draws must take: several times what it takes a thread to start. */
const leastGain = 2_000;

export interface SourceOptions {
  readonly setting: AheadSetting;
  /** The phase's last step. */
  readonly steps: number;
  /** Threads of the step itself; all cores where they are not said. */
  readonly threads?: number | undefined;
  readonly cores?: number;
  /** Has the steps from `first` on drawn ahead; `like` are draws of any step. Undefined where that cannot be. */
  start(first: number, like: NDArrays): DrawnAhead | undefined;
}

/** Draws the steps of a phase, and has them drawn ahead as soon as that is seen to pay. */
export function drawSource(
  draw: (step: number) => NDArrays,
  { setting, steps, cores = availableParallelism(), threads = cores, start }: SourceOptions,
): DrawSource {
  let ahead: DrawnAhead | undefined;
  let isTrusted = false;
  let isOpen = setting === "always" || (setting === "measured" && threads < cores);
  const watch = stopwatch();

  /** Draws here, and decides whether to go on so. */
  const drawWatched = (step: number): NDArrays => {
    const drawn = watch.time(() => draw(step));
    if (setting === "measured" && watch.count < watched) return drawn;
    isOpen = false;
    if (setting === "always" || pays(watch.medians(), steps - step)) ahead = start(step + 1, drawn);
    return drawn;
  };

  return {
    draws(step) {
      if (isOpen) return drawWatched(step);
      const taken = ahead?.take(step);
      if (taken && isTrusted) return taken;
      const drawn = draw(step);
      if (taken) {
        isTrusted = isSame(taken, drawn);
        // With a plugin that draws something else in the other thread, a run would depend on how fast the machine is.
        if (!isTrusted) {
          void ahead?.stop();
          ahead = undefined;
        }
      }
      return drawn;
    },
    stop: async () => ahead?.stop(),
  };
}

interface Medians {
  readonly draws: number;
  readonly step: number;
}

const pays = ({ draws, step }: Medians, left: number): boolean =>
  draws >= leastShare * step && draws * left >= leastGain;

/** Times something that is done once a step, and the steps. Medians, for some steps come with an evaluation or the first look at a dataset. */
function stopwatch() {
  const times = { draws: [] as number[], step: [] as number[] };
  let last: number | undefined;
  return {
    time<T>(work: () => T): T {
      const begun = performance.now();
      if (last !== undefined) times.step.push(begun - last);
      last = begun;
      const result = work();
      times.draws.push(performance.now() - begun);
      return result;
    },
    get count() {
      return times.step.length;
    },
    medians: (): Medians => ({ draws: median(times.draws), step: median(times.step) }),
  };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const isSame = (some: NDArrays, others: NDArrays): boolean =>
  Object.entries(some).every(([name, { data }]) => data.every((x, i) => Object.is(x, others[name]?.data[i])));
