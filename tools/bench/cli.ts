import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tweedie = "packages/cli/bin/tweedie.mjs";
const repetitions = 12;

/** Module that prints the processor time of all threads, in milliseconds, when the process exits. */
const countWork = `data:text/javascript,${encodeURIComponent(`
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write("work:" + (user + system) / 1000);
  });
`)}`;

const lines: Readonly<Record<string, readonly string[]>> = {
  "node alone": ["-e", "0"],
  "tweedie --version": [tweedie, "--version"],
  "tweedie --help": [tweedie, "--help"],
  "tweedie validate": [tweedie, "validate", "experiments/mixture/sid.yaml"],
  "tweedie plugins": [tweedie, "plugins"],
  "tweedie ls": [tweedie, "ls"],
};

/** Times one process from start to end, in milliseconds. */
function time(argv: readonly string[]): { wall: number; work: number } {
  const begun = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ["--import", countWork, ...argv], { cwd: root });
  const wall = performance.now() - begun;
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr.toString()}`);
  return { wall, work: Number(/work:([\d.]+)$/.exec(stderr.toString())![1]) };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const least = (values: readonly number[]): number => Math.min(...values);

// In turn, so that other load slows all of them equally; the first turn fills the caches.
const times = Object.entries(lines).map(([name, argv]) => ({ name, argv, wall: [] as number[], work: [] as number[] }));
for (let turn = 0; turn <= repetitions; turn++) {
  for (const { argv, wall, work } of times) {
    const taken = time(argv);
    if (turn === 0) continue;
    wall.push(taken.wall);
    work.push(taken.work);
  }
}

console.log(`whole processes with Node ${process.versions.node}, ${repetitions} of each in turn, in milliseconds`);
console.log(`${"".padEnd(20)}${["median", "least", "cpu, least"].map((head) => head.padStart(13)).join("")}`);
for (const { name, wall, work } of times) {
  const numbers = [median(wall), least(wall), least(work)].map((value) => value.toFixed(0).padStart(13));
  console.log(`${name.padEnd(20)}${numbers.join("")}`);
}
