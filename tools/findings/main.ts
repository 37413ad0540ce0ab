// `npm run findings`: runs the experiments of all questions, and writes docs/findings.md with its tables and pictures.
// It then makes the pages in docs/findings, as `npm run docs:figures` does.
// An interrupted command continues the sweeps in dist/findings. `-- --only N` runs one question, `-- --only weights` one of those pages; `-- --page` only writes docs/findings.md again.
// `-- --quick` runs the answered questions with two seeds and fewer iterations, writes nothing, and prints which claims it reproduces.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../docs/documents.ts";
import { makeFigures } from "../docs/make-figures.ts";
import { answeredQuestions, writePage } from "./page/write-page.ts";
import type { Question } from "./question.ts";
import { questions } from "./questions/index.ts";
import { type Outcome, reproduce } from "./reproduce.ts";
import { readResults, type Results, type ResultsByName, writeResults } from "./results.ts";
import { collectRows } from "./sweeps/collect-rows.ts";
import { runSweep } from "./sweeps/run-sweep.ts";
import manifest from "../../packages/tweedie/package.json" with { type: "json" };

/** Overrides of all sweeps with `--quick`. */
const quick = ["seed=0,1", "distill.steps=600", "evaluate.every=100", "evaluate.samples=2048"];

const { values: options } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean" }, page: { type: "boolean" } },
});
const isChosen = (name: string): boolean => options.only === undefined || options.only === name;
const chosen = questions.filter(({ number }) => isChosen(`${number}`));
const pages = ["weights", "digits"].filter(isChosen);
if (chosen.length + pages.length === 0)
  throw new Error(`no question has the number ${options.only}, and no page this name`);

if (options.page) await writePage();
else if (options.quick) await runQuickly(chosen);
else {
  for (const question of chosen) {
    for (const [name, results] of Object.entries(await resultsOf(question, "dist/findings", {}))) {
      writeResults(name, results);
    }
    await writePage();
  }
  await makeFigures(pages, { resume: true });
}

/** Runs the sweeps and computations of a question. Those in `committed` have their committed results. */
async function resultsOf(
  { number, sweeps, measure, computations = {} }: Question,
  folder: string,
  {
    overrides = [],
    committed = [],
  }: { readonly overrides?: readonly string[]; readonly committed?: readonly string[] },
): Promise<ResultsByName> {
  const results: Record<string, Results> = {};
  const made = { command: `npm run findings -- --only ${number}`, version: manifest.version };
  for (const name of sweeps) {
    if (committed.includes(name)) {
      results[name] = readResults(name);
      continue;
    }
    const out = join(root, folder, name);
    await runSweep(name, out, overrides);
    results[name] = { ...made, ...(await collectRows(out, measure)) };
  }
  for (const [name, compute] of Object.entries(computations)) results[name] = { ...made, floors: {}, ...compute() };
  return results;
}

/** Runs questions in short, and compares the sign of each difference with the committed results. */
async function runQuickly(chosen: readonly Question[]): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const { question, results } of answeredQuestions()) {
    if (!chosen.includes(question)) continue;
    const { notQuick = [] } = question;
    const short = await resultsOf(question, "dist/findings-quick", { overrides: quick, committed: notQuick });
    for (const { outcome, line } of reproduce((from) => question.describe(from), results, short, notQuick)) {
      outcomes.push(outcome);
      console.log(`${question.number}. ${line}`);
    }
  }
  const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length;
  console.log(
    `${count("reproduced")} stated differences have the same sign, ${count("not reproduced")} have not, ${count("not run")} were not run`,
  );
}
