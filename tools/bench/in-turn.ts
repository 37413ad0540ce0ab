/** Seconds that one run takes. */
export interface Timing {
  readonly wall: number;
  /** Time of all threads on the processor, which other processes on the machine disturb less. */
  readonly cpu: number;
}

/** Medians over the runs, and what the calmest tenth of them took at most: other work on the machine only ever adds to it. */
export interface TimingInTurn extends Timing {
  readonly calm: Timing;
}

type Work = () => unknown;

/** Seconds on the processor that a visit takes at least. */
const visitSeconds = 0.15;

/** Times several things in turn, so that a busy machine slows all alike. The first round does not count. */
export async function inTurn<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { seconds, rounds = 200 }: { readonly seconds: number; readonly rounds?: number },
): Promise<Record<Name, TimingInTurn>> {
  const names = Object.keys(works) as Name[];
  const runs = new Map(names.map((name) => [name, [] as Timing[]]));
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round <= rounds && (round < 4 || performance.now() < end); round++) {
    for (const name of names) {
      const warm = await visit(works[name]);
      if (round > 0) runs.get(name)!.push(...warm);
    }
  }
  const timings = [...runs].map(([name, runs]) => [name, { ...quantile(runs, 0.5), calm: quantile(runs, 0.1) }]);
  return Object.fromEntries(timings) as Record<Name, TimingInTurn>;
}

/**
 * Runs for a while and keeps the later half: after an update the first runs of a product of matrices took half as long again to
 * several times as long as the later ones, for the caches are full of what the update left there. What runs for long is run once.
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

const quantile = (timings: readonly Timing[], share: number): Timing => {
  const of = (clock: keyof Timing) =>
    timings.map((timing) => timing[clock]).toSorted((a, b) => a - b)[Math.floor(share * timings.length)]!;
  return { wall: of("wall"), cpu: of("cpu") };
};

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
