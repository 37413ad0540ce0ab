// `npx tsx tools/device/main.ts`: parity and times of the backends on a machine with a GPU, in at most five minutes. See README.md.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type WorkloadName, workloadNames, workloads } from "../bench/workloads.ts";
import { createBudget } from "./budget.ts";
import { competitorsOn, nameOf } from "./competitors.ts";
import { describeMachine } from "./machine.ts";
import { compareBackend, targets } from "./parity.ts";
import { type ParityRow, type Skipped, type TimeRow, toMarkdown } from "./report.ts";
import { timeWorkload } from "./times.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "300" },
    python: { type: "string", default: "python3" },
    threads: { type: "string", default: "1" },
    workload: { type: "string", multiple: true },
    json: { type: "string" },
  },
});
const named = values.workload as readonly WorkloadName[] | undefined;
const unknown = named?.find((name) => !Object.hasOwn(workloads, name));
if (unknown !== undefined)
  throw new Error(`no workload is called ${unknown}; known: ${Object.keys(workloads).join(", ")}`);

const started = performance.now();
const begun = new Date().toISOString();
const budget = createBudget(Number(values.seconds));
const say = (text: string): void => void console.error(`${((performance.now() - started) / 1_000).toFixed(0)} s: ${text}`); // prettier-ignore

say("the machine");
const machine = await describeMachine(values.python, budget.share(5, 40));
const competitors = competitorsOn(machine);
const parity: ParityRow[] = [];
const times: TimeRow[] = [];
const skipped: Skipped[] = competitors.flatMap((each) =>
  each.obstacle === undefined ? [] : [{ what: nameOf(each), reason: each.obstacle }],
);
// Its weights alone take minutes of a processor.
const large: readonly WorkloadName[] = ["cifar10"];
if (!named && !machine.hasNvidia) skipped.push({ what: workloads.cifar10.title, reason: "there is no NVIDIA GPU" });
const names = named ?? [...workloadNames, ...(machine.hasNvidia ? large : [])];
const runnable = competitors.filter(({ obstacle }) => obstacle === undefined);
const chosen = targets.filter((target) => runnable.some(({ peer }) => peer === target));
for (const target of targets.filter((each) => !chosen.includes(each)))
  skipped.push({ what: `parity of ${target}`, reason: competitors.find(({ peer }) => peer === target)!.obstacle! });
say(`parity of ${chosen.join(", ")}`);
const forParity = budget.share(2, 90);
for (const compared of await Promise.all(chosen.map((target) => compareBackend(target, forParity)))) {
  parity.push(...compared.rows);
  skipped.push(...compared.skipped);
}
for (const [i, workload] of names.entries()) {
  say(`times of ${workload}`);
  const options = {
    python: values.python,
    threads: Number(values.threads),
    parallel: Math.max(1, Math.floor(machine.cores / 2)),
    seconds: budget.share(names.length - i),
  };
  const measured = await timeWorkload(workload, runnable, options);
  times.push(...measured.rows);
  skipped.push(...measured.skipped);
}
const report = { machine, begun, seconds: (performance.now() - started) / 1_000, parity, times, skipped };
console.log(toMarkdown(report));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
process.exit(parity.some(({ excess }) => excess !== undefined) ? 1 : 0);
