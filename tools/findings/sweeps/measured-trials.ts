import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Numbers of a finished trial that its run did not measure. */
export type Measurement = (trial: string) => Promise<Readonly<Record<string, number>>>;

/** The numbers of a trial. They are kept beside the sweep's trials, so that an interrupted command does not measure them again. */
export async function measureOnce(trial: string, measure: Measurement): ReturnType<Measurement> {
  const file = join(dirname(dirname(trial)), "measured", `${basename(trial)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Awaited<ReturnType<Measurement>>;
  const numbers = await measure(trial);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(numbers)}\n`);
  return numbers;
}
