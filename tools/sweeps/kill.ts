import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareKilled } from "./killed-sweep.ts";

// `npx tsx tools/sweeps/kill.ts [sweep.yaml [key=value ...]]`: a sweep whose whole process tree is killed at three random moments
// and started again each time, beside one that is left alone. They must leave the same table, the same logs and the same weights.

const given = process.argv.slice(2);
const words = given.length > 0 ? given : ["experiments/sweeps/lambda.yaml"];
const { whole, killed } = await compareKilled(words, mkdtempSync(join(tmpdir(), "tweedie-kill-")));
for (const { after, lines } of killed.kills) {
  console.log(`killed after ${(after / 1_000).toFixed(1)} s, with ${lines} lines in the journal`);
}
const isEqual = whole.remains === killed.remains;
console.log(isEqual ? "equal, bit for bit" : "DIFFERENT");
process.exitCode = isEqual ? 0 : 1;
