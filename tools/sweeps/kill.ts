import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareKilled } from "./killed-sweep.ts";

// `npx tsx tools/sweeps/kill.ts [sweep.yaml [key=value ...]]`: kills a sweep's whole process tree at three random times, restarts it each time,
// and compares it with an uninterrupted sweep: table, logs and weights must be equal.

const given = process.argv.slice(2);
const args = given.length > 0 ? given : ["experiments/sweeps/lambda.yaml"];
const { whole, killed } = await compareKilled(args, mkdtempSync(join(tmpdir(), "tweedie-kill-")));
for (const { after, lines } of killed.kills) {
  console.log(`killed after ${(after / 1_000).toFixed(1)} s, with ${lines} lines in the journal`);
}
const isEqual = whole.results === killed.results;
console.log(isEqual ? "equal, bit for bit" : "DIFFERENT");
process.exitCode = isEqual ? 0 : 1;
