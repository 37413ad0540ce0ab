/** The number of a job, from `sbatch --parsable`: `123`, or `123;cluster`. What a site prints before it is passed over. */
export function jobIdOf(output: string): string {
  const id = /^(\d+)(?:;[\w.-]+)?$/.exec(output.trim().split("\n").at(-1)!)?.[1];
  if (id === undefined) throw new Error(`sbatch gave no job: ${JSON.stringify(output)}`);
  return id;
}

/** How many tasks an array may have, from `scontrol show config`. Indices go to one less than Slurm's number. */
export function largestArrayOf(config: string): number | undefined {
  const size = Number(/^MaxArraySize\s*=\s*(\d+)\s*$/m.exec(config)?.[1]);
  return size > 0 ? size : undefined;
}

/** Tasks of these jobs that run or wait, from lines of `squeue --array --format="%F %t"`: an array's job and a state. */
export function countTasks(
  listed: string,
  jobs: readonly string[],
): { readonly running: number; readonly queued: number } {
  const states = listed
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([job, state]) => (job !== undefined && state !== undefined && jobs.includes(job) ? [state] : []));
  const queued = states.filter((state) => ["PD", "RQ", "RH", "RS"].includes(state)).length;
  return { running: states.length - queued, queued };
}
