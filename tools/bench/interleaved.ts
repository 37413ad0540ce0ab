/** Seconds of one run. */
export interface Timing {
  readonly wall: number;
  /** Processor time of all threads, which depends less on other load than wall time. */
  readonly cpu: number;
}

/** Medians over the runs, and the 10th percentile in `fastest`: other load on the machine only increases times. */
export interface InterleavedTiming extends Timing {
  readonly fastest: Timing;
}

type Work = () => unknown;

/** Least processor seconds of one visit to a function. */
const visitSeconds = 0.15;

/** Times several functions in turn, so that other load slows all of them equally. The first turn is a warm-up. */
export async function interleave<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { seconds, turns = 200 }: { readonly seconds: number; readonly turns?: number },
): Promise<Record<Name, InterleavedTiming>> {
  const names = Object.keys(works) as Name[];
  const runs = new Map(names.map((name) => [name, [] as Timing[]]));
  const end = performance.now() + 1000 * seconds;
  for (let turn = 0; turn <= turns && (turn < 4 || performance.now() < end); turn++) {
    for (const name of names) {
      const warm = await visit(works[name]);
      if (turn > 0) runs.get(name)!.push(...warm);
    }
  }
  const timings = [...runs].map(([name, runs]) => [name, summary(runs)] as const);
  return Object.fromEntries(timings) as Record<Name, InterleavedTiming>;
}

/**
 * Runs a function repeatedly and keeps the later half of the timings. Right after another function the caches are cold: the first
 * matrix products take 1.5 to several times as long. A long function runs once.
 */
async function visit(work: Work): Promise<readonly Timing[]> {
  const runs: Timing[] = [];
  for (let spent = 0; spent < visitSeconds; spent += runs.at(-1)!.cpu) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ wall: (performance.now() - wall) / 1e3, cpu: (user + system) / 1e6 });
  }
  return runs.slice(runs.length >> 1);
}

const quantile = (timings: readonly Timing[], fraction: number): Timing => {
  const of = (clock: keyof Timing) =>
    timings.map((timing) => timing[clock]).toSorted((a, b) => a - b)[Math.floor(fraction * timings.length)]!;
  return { wall: of("wall"), cpu: of("cpu") };
};

const summary = (timings: readonly Timing[]): InterleavedTiming => ({
  ...quantile(timings, 0.5),
  fastest: quantile(timings, 0.1),
});

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
