/** Seconds that one run takes. */
export interface Timing {
  readonly wall: number;
  /** Time of all threads on the processor, which other processes on the machine disturb less. */
  readonly cpu: number;
}

/** Medians over the visits, and each visit's own, in order: those of one round saw the machine in one state. */
export interface VisitedTiming extends Timing {
  readonly visits: readonly Timing[];
}

type Work = () => unknown;

/** Seconds on the processor that a visit takes at least. */
const visit = 0.15;

/** Times several things in turn, so that a busy machine slows all alike. The first round does not count. */
export async function inTurn<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { seconds, rounds = 200 }: { readonly seconds: number; readonly rounds?: number },
): Promise<Record<Name, VisitedTiming>> {
  const names = Object.keys(works) as Name[];
  const visits = new Map(names.map((name) => [name, [] as Timing[]]));
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round <= rounds && (round < 4 || performance.now() < end); round++) {
    for (const name of names) {
      const timing = await timeVisit(works[name]);
      if (round > 0) visits.get(name)!.push(timing);
    }
  }
  const timings = [...visits].map(([name, visits]) => [name, { ...mediansOf(visits), visits }]);
  return Object.fromEntries(timings) as Record<Name, VisitedTiming>;
}

/**
 * Runs for a while and takes the median of the later half. The first runs find the caches full of what others left there, and pay for
 * the garbage of an update before them: they were measured to take up to twice as long. What runs for long is run once.
 */
async function timeVisit(work: Work): Promise<Timing> {
  const runs: Timing[] = [];
  for (let spent = 0; spent < visit; spent += runs.at(-1)!.cpu) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    runs.push({ wall: (performance.now() - wall) / 1e3, cpu: (user + system) / 1e6 });
  }
  return mediansOf(runs.slice(runs.length >> 1));
}

const mediansOf = (timings: readonly Timing[]): Timing => ({
  wall: median(timings.map(({ wall }) => wall)),
  cpu: median(timings.map(({ cpu }) => cpu)),
});

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
