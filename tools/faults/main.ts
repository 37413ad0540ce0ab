// `npm run test:faults [-- --ci] [--only ID...] [--seed N] [--times N] [--minutes N] [--resume] [--jobs N]`: injects faults into the product and counts what is lost.
// A soak of all checks writes docs/reliability.json, from which `npm run docs:figures none` makes the tables of docs/reliability.md.
// `--resume` runs the checks again that failed, and those for which there was no time; with `--only`, the named ones.
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { attemptInProcess } from "./attempt-in-process.ts";
import { root } from "../docs/documents.ts";
import { checks } from "./checks/index.ts";
import { resultLine, summaryLine } from "./lines.ts";
import { type CheckResult, type FaultReport, readReport, writeReport } from "./results.ts";
import { isGreen, noTime, runChecks } from "./run-checks.ts";

const { values } = parseArgs({
  options: {
    ci: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    seed: { type: "string", default: "0" },
    times: { type: "string" },
    minutes: { type: "string" },
    resume: { type: "boolean", default: false },
    jobs: { type: "string", default: String(Math.min(2, availableParallelism())) },
  },
});
const seed = Number(values.seed);
const part = values.ci ? "ci" : "soak";
const known = checks.filter(({ times }) => times[part] > 0);
const unknown = values.only.find((id) => !known.some((check) => check.id === id));
if (unknown !== undefined) {
  throw new Error(`no check of the part "${part}" is called ${unknown}: ${known.map(({ id }) => id).join(", ")}`);
}
const wanted = known.filter(({ id }) => values.only.length === 0 || values.only.includes(id));
/** Results of an earlier soak. Its checks that failed, and those for which it had no time, are run again. */
const previous = values.resume ? readReport() : undefined;
const isDone = (result: CheckResult) => isGreen(result) && result.untried !== noTime;
const done = (previous?.results ?? []).filter(isDone).map(({ id }) => id);
const chosen = values.only.length === 0 ? wanted.filter(({ id }) => !done.includes(id)) : wanted;

/** The time of a soak is shared out equally, somewhat less than half of it to the checks and the rest to their controls. */
const minutes = Number(values.minutes ?? (values.ci ? 5 : 60));
const jobs = Number(values.jobs);
const begun = performance.now();
const ended = new AbortController();
let interrupted = false;
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.once(name, () => {
    interrupted = true;
    ended.abort();
  });
}
// A timer of its own: in Node 20, a timeout within `AbortSignal.any` can be collected as garbage before it fires.
const deadline = setTimeout(() => ended.abort(), 60_000 * minutes);
const made = await runChecks(chosen, {
  root,
  seed,
  part,
  jobs,
  ...(part === "soak" && { seconds: (60 * minutes * jobs) / Math.max(1, chosen.length) / 2.2 }),
  signal: ended.signal,
  attempt: (attempt) => attemptInProcess(attempt),
  ...(values.times !== undefined && { times: Number(values.times) }),
  onResult: (result) => console.log(resultLine(result)),
});
clearTimeout(deadline);
const results = checks.flatMap(
  ({ id }) => [...made, ...(previous?.results ?? [])].find((result) => result.id === id) ?? [],
);
const [processor] = cpus();
const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
const words = process.argv.slice(2);
const command = ["npm run test:faults --", ...words, ...(words.includes("--seed") ? [] : ["--seed", seed])].join(" ");
const report: FaultReport = {
  commands: [...(previous?.commands ?? []), command],
  seed,
  version: process.version,
  machine: [
    processor!.model.trim(),
    `${availableParallelism()} cores`,
    memory,
    `${process.platform} ${release()}`,
  ].join(", "),
  date: new Date().toISOString().slice(0, 10),
  seconds: (previous?.seconds ?? 0) + Math.round((performance.now() - begun) / 1_000),
  results,
};
console.log(summaryLine(report));
const isWhole = values.resume || values.only.length === 0;
if (part === "soak" && isWhole && values.times === undefined) writeReport(report);
// In CI, a check without time fails: the product may hang.
process.exitCode = made.every(part === "ci" ? isDone : isGreen) && !interrupted ? 0 : 1;
