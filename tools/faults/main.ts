// `npm run test:faults [-- --ci] [--only ID...] [--seed N] [--times N] [--minutes N] [--jobs N]`: injects faults into the product and counts what is lost.
// A soak of all checks writes docs/reliability.json and the tables of docs/reliability.md.
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { root } from "../docs/documents.ts";
import { checks } from "./checks/index.ts";
import { resultLine, summaryLine } from "./lines.ts";
import { type FaultReport, writeReport } from "./results.ts";
import { isGreen, runChecks } from "./run-checks.ts";

const { values } = parseArgs({
  options: {
    ci: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    seed: { type: "string", default: "0" },
    times: { type: "string" },
    minutes: { type: "string" },
    jobs: { type: "string", default: String(Math.min(2, availableParallelism())) },
  },
});
const seed = Number(values.seed);
const part = values.ci ? "ci" : "soak";
const unknown = values.only.find((id) => !checks.some((check) => check.id === id));
if (unknown !== undefined) {
  throw new Error(`no check is called ${unknown}: ${checks.map(({ id }) => id).join(", ")}`);
}
const chosen = checks.filter(({ id, times }) =>
  values.only.length === 0 ? times[part] > 0 : values.only.includes(id),
);

/** The time is shared out equally, somewhat less than half of it to the checks and the rest to their controls. */
const minutes = Number(values.minutes ?? (values.ci ? 5 : 60));
const jobs = Number(values.jobs);
const secondsOfCheck = (60 * minutes * jobs) / Math.max(1, chosen.length) / 2.2;

const begun = performance.now();
const results = await runChecks(chosen, {
  root,
  seed,
  part,
  jobs,
  seconds: secondsOfCheck,
  deadline: performance.now() + 60_000 * minutes,
  ...(values.times !== undefined && { times: Number(values.times) }),
  onResult: (result) => console.log(resultLine(result)),
});
const report: FaultReport = {
  command: ["npm run test:faults --", ...process.argv.slice(2), ...(values.seed === "0" ? ["--seed 0"] : [])].join(" "),
  seed,
  version: process.version,
  machine: `${cpus()[0]!.model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`,
  date: new Date().toISOString().slice(0, 10),
  seconds: Math.round((performance.now() - begun) / 1_000),
  results,
};
console.log(summaryLine(report));
if (part === "soak" && values.only.length === 0 && values.times === undefined) writeReport(report);
process.exitCode = results.every(isGreen) ? 0 : 1;
