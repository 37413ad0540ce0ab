import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fuzz, inputAt, type InputRange, type Tally } from "./try-input.ts";

/** Milliseconds that an input may take. */
const timeLimit = 2_000;

/** Milliseconds on one input after which a process counts as hanging. */
const hangTimeout = 20_000;

if (process.send) await work(JSON.parse(process.argv[2]!) as InputRange);
else await main();

/** `npm run fuzz -- --count 100000 --seed 0`: every input is valid or is refused with a `TweedieError`, within the time limit. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "0" },
      from: { type: "string", default: "0" },
      count: { type: "string", default: "100000" },
    },
  });
  const [seed, from, count] = [values.seed, values.from, values.count].map(Number) as [number, number, number];
  const begun = performance.now();
  const step = Math.min(availableParallelism(), count);
  const ranges = Array.from({ length: step }, (_, i) => ({ seed, from: from + i, to: from + count, step, timeLimit }));
  const tallies = await Promise.all(ranges.map(watch));
  const failures = tallies.flatMap((tally) => tally.failures);
  for (const { index, why, input } of failures.slice(0, 20)) {
    console.log(`\n--- seed ${seed}, index ${index}: ${why}\n${input.text}\n${input.overrides.join("\n")}`);
  }
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const valid = sum(tallies.map((tally) => tally.valid));
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(`${count} inputs in ${seconds} s: ${valid} valid, ${failures.length} failures, all others refused`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** Child process: sends each index before it is tried, and the tally at the end. */
async function work(range: InputRange): Promise<void> {
  process.send!(await fuzz(range, (index) => process.send!(index)));
  process.disconnect();
}

/** Tries a range in child processes: after a hang or crash, a new one continues. */
async function watch(range: InputRange): Promise<Tally> {
  const outcome = await start(range);
  if (typeof outcome !== "number") return outcome;
  const rest = await watch({ ...range, from: outcome + range.step });
  return {
    ...rest,
    failures: [{ index: outcome, why: "hangs or crashes", input: inputAt(range.seed, outcome) }, ...rest.failures],
  };
}

/** Tries a range in one child process. Returns the tally, or the index at which it hung or crashed. */
function start(range: InputRange): Promise<Tally | number> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(range)]);
  return new Promise((resolve) => {
    let last = range.from;
    const hang = () => child.kill("SIGKILL");
    let timer = setTimeout(hang, 2 * hangTimeout);
    child.on("message", (message: number | Tally) => {
      clearTimeout(timer);
      if (typeof message !== "number") return resolve(message);
      last = message;
      timer = setTimeout(hang, hangTimeout);
    });
    // Not "exit": that can come before the last messages of the process are read.
    child.on("close", () => {
      clearTimeout(timer);
      resolve(last);
    });
  });
}
