/** Medians over the rounds, in seconds. */
export interface Timing {
  readonly wall: number;
  /** Time of all threads on the processor, which other processes on the machine disturb less. */
  readonly cpu: number;
}

type Work = () => unknown;

/** Times several things in turn, so that a busy machine slows all alike. The first round does not count. */
export async function inTurn<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { seconds, rounds = 200 }: { readonly seconds: number; readonly rounds?: number },
): Promise<Record<Name, Timing>> {
  const names = Object.keys(works) as Name[];
  const times = new Map(names.map((name) => [name, { wall: [] as number[], cpu: [] as number[] }]));
  const end = performance.now() + 1000 * seconds;
  for (let round = 0; round <= rounds && (round < 4 || performance.now() < end); round++) {
    for (const name of names) {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      await works[name]();
      const { user, system } = process.cpuUsage(cpu);
      if (round === 0) continue;
      times.get(name)!.wall.push((performance.now() - wall) / 1e3);
      times.get(name)!.cpu.push((user + system) / 1e6);
    }
  }
  const timings = [...times].map(([name, { wall, cpu }]) => [name, { wall: median(wall), cpu: median(cpu) }]);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
