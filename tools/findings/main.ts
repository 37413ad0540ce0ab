// `npm run findings`: runs the experiments of all questions, and writes docs/findings.md with its tables and pictures.
// An interrupted command continues the sweeps in dist/findings. `-- --only N` runs one question, `-- --page` only writes the page again.
// `-- --quick` runs all questions with two seeds and fewer iterations, writes nothing, and prints which claims it reproduces.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../docs/documents.ts";
import { judge } from "./claim.ts";
import { formatInterval } from "./format.ts";
import { answeredQuestions, writePage } from "./page/write-page.ts";
import type { Question } from "./question.ts";
import { questions } from "./questions/index.ts";
import { type Results, type ResultsByName, writeResults } from "./results.ts";
import { collectRows } from "./sweeps/collect-rows.ts";
import { runSweep } from "./sweeps/run-sweep.ts";
import manifest from "../../packages/tweedie/package.json" with { type: "json" };

/** Overrides of all sweeps with `--quick`. */
const quick = ["seed=0,1", "distill.steps=600", "evaluate.every=100", "evaluate.samples=2048"];

const { values: options } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean" }, page: { type: "boolean" } },
});
const chosen = questions.filter(({ number }) => options.only === undefined || `${number}` === options.only);
if (chosen.length === 0) throw new Error(`no question has the number ${options.only}`);

if (options.page) await writePage();
else if (options.quick) await runQuickly(chosen);
else {
  for (const question of chosen) {
    for (const [name, results] of Object.entries(await resultsOf(question, "dist/findings", []))) {
      writeResults(name, results);
    }
    await writePage();
  }
}

/** Runs the sweeps and computations of a question. */
async function resultsOf(question: Question, folder: string, overrides: readonly string[]): Promise<ResultsByName> {
  const results: Record<string, Results> = {};
  const made = { command: `npm run findings -- --only ${question.number}`, version: manifest.version };
  for (const name of question.sweeps) {
    const out = join(root, folder, name);
    await runSweep(name, out, overrides);
    results[name] = { ...made, ...(await collectRows(out)) };
  }
  for (const [name, compute] of Object.entries(question.computations ?? {})) {
    results[name] = { ...made, floors: {}, ...compute() };
  }
  return results;
}

/** Runs questions in short, and compares the sign of each difference with the committed results. */
async function runQuickly(chosen: readonly Question[]): Promise<void> {
  const committed = new Map(
    answeredQuestions().map(({ question, results }) => [question, question.describe(results).claims]),
  );
  let [reproduced, missed] = [0, 0];
  for (const question of chosen) {
    const results = await resultsOf(question, "dist/findings-quick", quick);
    const made = question.describe(results).claims;
    for (const claim of committed.get(question) ?? []) {
      const stated = judge(claim);
      if (stated.conclusion !== "real") continue;
      const short = made.find(({ text }) => text === claim.text);
      const difference = short && judge(short).difference;
      const agrees = difference !== undefined && difference.mean > 0;
      if (agrees) reproduced++;
      else missed++;
      const measured = difference ? formatInterval(difference, claim.digits) : "the order is another";
      console.log(
        `${question.number}. ${agrees ? "reproduced" : "NOT REPRODUCED"}: ${claim.text}: ${measured}, ` +
          `stated ${formatInterval(stated.difference, claim.digits)}`,
      );
    }
  }
  console.log(`${reproduced} stated differences have the same sign, ${missed} have not`);
}
