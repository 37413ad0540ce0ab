// `npm run test:devices [-- NAME...]`: tries the backends of accelerators without one, in at most five minutes.
// Each job prints `ok`, `skipped` with the reason, or `FAILED`. A failure gives exit code 1.
import { lineOf, resultOf, summaryOf, type JobResult } from "./job.ts";
import { jobs } from "./jobs/index.ts";

const names = process.argv.slice(2);
const unknown = names.find((name) => !jobs.some((job) => job.name === name));
if (unknown !== undefined) throw new Error(`no job is called ${unknown}: ${jobs.map(({ name }) => name).join(", ")}`);

const results: JobResult[] = [];
for (const job of jobs.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const result = await resultOf(job);
  console.log(lineOf(result));
  results.push(result);
}
console.log(summaryOf(results));
process.exitCode = results.some(({ outcome }) => outcome === "FAILED") ? 1 : 0;
